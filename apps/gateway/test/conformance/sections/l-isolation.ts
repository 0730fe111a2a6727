import type { Answer } from '../../../../../test/e2e/clients.js';
import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { rawRequest } from '../raw-http.js';
import {
  bulkSchema,
  enterpriseSchema,
  expectError,
  groupBody,
  idOf,
  newName,
  patchBody,
  resourcesOf,
  searchSchema,
  userBody,
} from '../wire.js';

const unknownId = '00000000-0000-4000-8000-000000000000';

/** What an answer tells, with the id that was asked for blotted out: equal for a foreign and for an unknown id. */
const told = ({ status, body }: Answer, id: string) => ({
  status,
  body: JSON.parse(JSON.stringify(body).replaceAll(id, 'ID')) as unknown,
});

export const isolation = (ground: Ground): void =>
  describe('L. Isolation of directories', () => {
    let mine: ScimDirectory;
    let theirs: ScimDirectory;
    let foreignUser: string;
    let foreignGroup: string;
    const foreignName = newName('foreign');
    const my = callsOn(() => mine);
    const their = callsOn(() => theirs);

    beforeAll(async () => {
      mine = await ground.directory();
      theirs = await ground.directory();
      foreignUser = await their.userId({ userName: foreignName, externalId: 'foreign-ext' });
      foreignGroup = await their.groupId({ displayName: 'Foreign', members: [{ value: foreignUser }] });
    });

    it('#243 a foreign id answers exactly as an unknown one, to every method', async () => {
      const patch = patchBody({ op: 'replace', path: 'displayName', value: 'x' });
      for (const [endpoint, id, body] of [
        ['/Users', foreignUser, userBody()],
        ['/Groups', foreignGroup, groupBody()],
      ] as const) {
        for (const [method, sent] of [
          ['GET', undefined],
          ['PUT', body],
          ['PATCH', patch],
          ['DELETE', undefined],
        ] as const) {
          const answer = await my.send(method, `${endpoint}/${id}`, sent);
          expectError(answer, 404);
          expect(told(answer, id)).toEqual(told(await my.send(method, `${endpoint}/${unknownId}`, sent), unknownId));
        }
      }
    });

    it('#243 filters, searches and totals find nothing foreign', async () => {
      for (const filter of [
        `id eq "${foreignUser}"`,
        `userName eq "${foreignName}"`,
        'externalId eq "foreign-ext"',
        `groups.value eq "${foreignGroup}"`,
        'userName co "foreign"',
      ]) {
        expect((await my.find('/Users', filter)).body).toMatchObject({ totalResults: 0, Resources: [] });
        const search = { schemas: [searchSchema], filter };
        expect((await my.send('POST', '/.search', search)).body).toMatchObject({ totalResults: 0, Resources: [] });
      }
      for (const filter of [`members.value eq "${foreignUser}"`, 'displayName eq "Foreign"', `id ne "${unknownId}"`]) {
        expect((await my.find('/Groups', filter)).body).toMatchObject({ totalResults: 0 });
      }
      expect((await my.get('/Users')).body['totalResults']).toBe(0);
      expect((await my.get('/')).body['totalResults']).toBe(0);
    });

    it('#243 a foreign id is no member and no manager', async () => {
      const members = (id: string) => ({
        schemas: groupBody()['schemas'],
        displayName: 'Mine',
        members: [{ value: id }],
      });
      const refused = await my.send('POST', '/Groups', members(foreignUser));
      expectError(refused, 400, 'invalidValue');
      expect(told(refused, foreignUser)).toEqual(told(await my.send('POST', '/Groups', members(unknownId)), unknownId));
      const group = await my.groupId();
      const add = (id: string) => my.patchGroup(group, { op: 'add', path: 'members', value: [{ value: id }] });
      expect(told(await add(foreignUser), foreignUser)).toEqual(told(await add(unknownId), unknownId));
      const managed = await my.user({ [enterpriseSchema]: { manager: { value: foreignUser } } });
      expect(managed.body[enterpriseSchema]).toMatchObject({ manager: { value: foreignUser } });
      expect(JSON.stringify(managed.body)).not.toContain(foreignName);
      const strict = await ground.directory({ managerMustExist: true });
      const body = userBody({ [enterpriseSchema]: { manager: { value: foreignUser } } });
      expectError(await strict.scim.request('POST', '/Users', body), 400, 'invalidValue');
    });

    it('#243 with unknownMember accept a foreign member stays a bare id and joins nothing', async () => {
      const trusting = await ground.directory({ unknownMember: 'accept' });
      const calls = callsOn(() => trusting);
      const group = await calls.group({ members: [{ value: foreignUser }] });
      expect(JSON.stringify((await calls.get(`/Groups/${idOf(group)}`)).body)).not.toContain(foreignName);
      const theirUser = await their.get(`/Users/${foreignUser}`);
      expect((theirUser.body['groups'] as { value: string }[]).map(({ value }) => value)).toEqual([foreignGroup]);
      expect((await their.find('/Groups', `members.value eq "${foreignUser}"`)).body['totalResults']).toBe(1);
    });

    it('#243 names, externalIds and group names are free in every directory', async () => {
      const taken = await my.user({ userName: foreignName, externalId: 'foreign-ext' });
      await my.group({ displayName: 'Foreign' });
      const again = await my.send('POST', '/Users', userBody({ userName: foreignName }));
      expectError(again, 409, 'uniqueness');
      expect(JSON.stringify(again.body) + again.headers.get('location')).not.toContain(foreignUser);
      expect(again.headers.get('location')).toBe(`${mine.base}/Users/${idOf(taken)}`);
      await my.send('DELETE', `/Users/${idOf(taken)}`);
    });

    it('#243 bulk reaches nothing foreign, by path or by reference', async () => {
      const answer = await my.send('POST', '/Bulk', {
        schemas: [bulkSchema],
        Operations: [
          { method: 'DELETE', path: `/Users/${foreignUser}` },
          { method: 'PUT', path: `/Users/${foreignUser}`, data: userBody() },
          { method: 'POST', path: '/Groups', bulkId: 'g', data: groupBody({ members: [{ value: foreignUser }] }) },
        ],
      });
      expect((answer.body['Operations'] as { status: string }[]).map(({ status }) => status)).toEqual([
        '404',
        '404',
        '400',
      ]);
      expect(JSON.stringify(answer.body)).not.toContain(foreignName);
    });

    it('#243 a cursor of one directory opens nothing in another', async () => {
      for (let n = 0; n < 3; n++) await their.userId();
      const page = await their.get('/Users?cursor&count=1');
      const cursor = page.body['nextCursor'];
      if (typeof cursor !== 'string') throw new Error('there is no cursor');
      expectError(await my.get(`/Users?count=1&cursor=${encodeURIComponent(cursor)}`), 400, 'invalidCursor');
    });

    it('#243 the configuration that everybody may read is no directory’s own', async () => {
      await ground.directory({ bulkOperations: 77, pageSize: 78 });
      for (const base of ['/scim/v2', '/provisioning/generic/v2']) {
        const target = `${base}/ServiceProviderConfig`;
        const { status, text } = await rawRequest(ground.origin(), { method: 'GET', target });
        expect(status).toBe(200);
        expect(text).not.toMatch(/\b7[78]\b/);
      }
    });

    it('#243 an Idempotency-Key of one directory says nothing in another', async () => {
      const headers = { 'idempotency-key': 'shared-key' };
      const [one, other] = [userBody(), userBody()];
      expect((await their.send('POST', '/Users', one, headers)).status).toBe(201);
      const answer = await my.send('POST', '/Users', other, headers);
      expect(answer).toMatchObject({ status: 201, body: { userName: other['userName'] } });
    });

    it('#243 after all that the other directory is untouched', async () => {
      const read = await their.get(`/Users/${foreignUser}`);
      expect(read).toMatchObject({ status: 200, body: { userName: foreignName } });
      const groups = await their.get('/Groups');
      expect(resourcesOf(groups)).toMatchObject([{ id: foreignGroup, members: [{ value: foreignUser }] }]);
    });
  });
