import type { Answer } from '../../../../../test/e2e/clients.js';
import { deviceBody, directoryWithDevices } from '../device.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { enterpriseSchema, expectError, filtered, resourcesOf, searchSchema, userBody, userSchema } from '../wire.js';

export const sorting = (ground: Ground): void =>
  describe('E. Sorting', () => {
    let directory: ScimDirectory;
    const send = (method: string, path: string, body?: unknown) => directory.scim.request(method, path, body);
    const namesIn = (answer: Answer): unknown[] => {
      expect({ status: answer.status, detail: answer.body['detail'] }).toEqual({ status: 200 });
      return resourcesOf(answer).map(({ nickName }) => nickName);
    };
    const sorted = async (query: string) => namesIn(await send('GET', `/Users?${query}`));

    beforeAll(async () => {
      directory = await directoryWithDevices(ground);
      const people = [
        { userName: 'bob', nickName: 'one', externalId: 'b', name: { familyName: 'Young' }, title: 'x' },
        { userName: 'Alice', nickName: 'two', externalId: 'B', name: { familyName: 'adams' } },
        { userName: 'CAROL', nickName: 'three', externalId: 'a', [enterpriseSchema]: { department: 'Z' }, title: 'X' },
        { userName: 'dave', nickName: 'four', name: { familyName: 'Baker' }, [enterpriseSchema]: { department: 'a' } },
      ];
      const emails = [
        [{ value: 'z@example.com' }, { value: 'b@example.com', primary: true }],
        [{ value: 'c@example.com' }, { value: 'a@example.com' }],
        [{ value: 'A@example.com', primary: true }, { value: 'q@example.com' }],
      ];
      for (const [at, person] of people.entries()) {
        const list = emails[at];
        await send('POST', '/Users', userBody({ ...person, ...(list && { emails: list }) }));
      }
      for (const label of ['b', 'a'])
        await send('POST', '/Devices', deviceBody({ label, slots: label === 'a' ? 10 : 9 }));
    });

    it('#127 sortBy is ascending unless sortOrder says descending', async () => {
      expect(await sorted('sortBy=userName')).toEqual(['two', 'one', 'three', 'four']);
      expect(await sorted('sortBy=userName&sortOrder=ascending')).toEqual(['two', 'one', 'three', 'four']);
      expect(await sorted('sortBy=userName&sortOrder=descending')).toEqual(['four', 'three', 'one', 'two']);
    });

    it('#128 texts sort without regard to case, caseExact ones by code point', async () => {
      expect(await sorted('sortBy=name.familyName&filter=name.familyName%20pr')).toEqual(['two', 'four', 'one']);
      expect(await sorted('sortBy=externalId&filter=externalId%20pr')).toEqual(['two', 'three', 'one']);
    });

    it('#129 who has no value comes last, first when descending', async () => {
      expect((await sorted('sortBy=name.familyName')).at(-1)).toBe('three');
      expect((await sorted('sortBy=name.familyName&sortOrder=descending'))[0]).toBe('three');
    });

    it('#130 of several values the primary one counts, else the first', async () => {
      expect(await sorted('sortBy=emails.value')).toEqual(['three', 'one', 'two', 'four']);
      expect(await sorted('sortBy=emails')).toEqual(['three', 'one', 'two', 'four']);
      expectError(await send('GET', '/Users?sortBy=name'), 400, 'invalidValue');
    });

    it('#131 sortBy takes URNs, any case and times', async () => {
      expect(await sorted(`sortBy=${userSchema}:USERNAME`)).toEqual(['two', 'one', 'three', 'four']);
      expect((await sorted(`sortBy=${enterpriseSchema}:department`)).slice(0, 2)).toEqual(['four', 'three']);
      expect(await sorted('sortBy=META.lastmodified')).toEqual(['one', 'two', 'three', 'four']);
      expect(await sorted('sortBy=meta.created&sortOrder=descending')).toEqual(['four', 'three', 'two', 'one']);
      const devices = await send('GET', '/Devices?sortBy=slots');
      expect(resourcesOf(devices).map(({ slots }) => slots)).toEqual([9, 10]);
    });

    it('#132 equal values keep one order, so that pages fit together', async () => {
      const whole = await sorted('sortBy=title');
      const paged = [];
      for (let start = 1; start <= 4; start++)
        paged.push(...(await sorted(`sortBy=title&startIndex=${start}&count=1`)));
      expect(paged).toEqual(whole);
      expect(new Set(paged).size).toBe(4);
    });

    it('#133 an unknown sortBy and a bad sortOrder are refused', async () => {
      expectError(await send('GET', '/Users?sortBy=nonsense'), 400, 'invalidValue');
      expectError(await send('GET', '/Users?sortBy=userName&sortOrder=upwards'), 400, 'invalidValue');
    });

    it('#133 (cfg) with unknownSortBy ignore the order is that of creation', async () => {
      const own = await ground.directory({ unknownSortBy: 'ignore' });
      for (const userName of ['b', 'a']) await own.scim.request('POST', '/Users', userBody({ userName }));
      const answer = await own.scim.request('GET', '/Users?sortBy=nonsense');
      expect(resourcesOf(answer).map(({ userName }) => userName)).toEqual(['b', 'a']);
      expectError(await own.scim.request('GET', '/Users?sortBy=userName&sortOrder=upwards'), 400, 'invalidValue');
    });

    it('#134 sorting, filtering and paging work together, in a search too', async () => {
      const filter = 'externalId pr';
      const more = '&sortBy=userName&sortOrder=descending&startIndex=2&count=1';
      const listed = await send('GET', filtered('/Users', filter, more));
      expect(namesIn(listed)).toEqual(['one']);
      const searched = await send('POST', '/Users/.search', {
        schemas: [searchSchema],
        filter,
        sortBy: 'userName',
        sortOrder: 'descending',
        startIndex: 2,
        count: 1,
      });
      expect(searched.body).toEqual(listed.body);
    });
  });
