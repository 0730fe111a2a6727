import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { expectError, groupSchema, idOf, listSchema, newName, resourcesOf, searchSchema, userSchema } from '../wire.js';

export const searches = (ground: Ground): void =>
  describe('P. Root, search and /Me', () => {
    let directory: ScimDirectory;
    let people: string[];
    let group: string;
    const { send, get, userId, groupId } = callsOn(() => directory);
    const search = (path: string, body: Record<string, unknown>) =>
      send('POST', path, { schemas: [searchSchema], ...body });
    const idsOf = (answer: Parameters<typeof resourcesOf>[0]) => resourcesOf(answer).map(({ id }) => id);

    beforeAll(async () => {
      directory = await ground.directory();
      people = [
        await userId({ userName: 'a@example.com', displayName: 'B', title: 'x' }),
        await userId({ userName: 'b@example.com', displayName: 'D' }),
      ];
      group = await groupId({ displayName: 'C', members: [{ value: people[0] }] });
    });

    it('#269 a search of one type answers 200 with a list', async () => {
      const users = await search('/Users/.search', { filter: 'userName eq "a@example.com"' });
      expect(users).toMatchObject({ status: 200, body: { schemas: [listSchema], totalResults: 1, itemsPerPage: 1 } });
      expect(idsOf(users)).toEqual([people[0]]);
      expect(users.headers.get('content-type')).toBe('application/scim+json');
      expect(idsOf(await search('/Groups/.search', {}))).toEqual([group]);
    });

    it('#270 a search of everything answers with each resource’s own schemas', async () => {
      const found = await search('/.search', { filter: 'displayName pr', sortBy: 'displayName' });
      expect(found).toMatchObject({ status: 200, body: { totalResults: 3 } });
      expect(resourcesOf(found)).toMatchObject([
        { id: people[0], schemas: [userSchema] },
        { id: group, schemas: [groupSchema] },
        { id: people[1], schemas: [userSchema] },
      ]);
    });

    it('#270 GET of the root does the same', async () => {
      const filter = encodeURIComponent('displayName pr');
      for (const path of [`/?filter=${filter}&sortBy=displayName`, `?filter=${filter}&sortBy=displayName`]) {
        expect(idsOf(await get(path))).toEqual([people[0], group, people[1]]);
      }
      const onlyGroups = await get(`/?filter=${encodeURIComponent('meta.resourceType eq "Group"')}`);
      expect(idsOf(onlyGroups)).toEqual([group]);
    });

    it('#270 pages go over the union, in one order', async () => {
      const query = { filter: 'displayName pr', sortBy: 'displayName', sortOrder: 'descending', count: 2 };
      const first = await search('/.search', { ...query, startIndex: 1 });
      const second = await search('/.search', { ...query, startIndex: 3 });
      expect(first.body).toMatchObject({ totalResults: 3, startIndex: 1, itemsPerPage: 2 });
      expect(second.body).toMatchObject({ totalResults: 3, startIndex: 3, itemsPerPage: 1 });
      expect([...idsOf(first), ...idsOf(second)]).toEqual([people[1], group, people[0]]);
    });

    it('#270 an attribute of one type is no value for the others', async () => {
      expect(idsOf(await search('/.search', { filter: 'userName pr', sortBy: 'userName' }))).toEqual(people);
      expect(idsOf(await search('/.search', { filter: 'not (userName pr)' }))).toEqual([group]);
      expect(idsOf(await search('/.search', { filter: `members.value eq "${people[0]}"` }))).toEqual([group]);
    });

    it.each([[['displayName']], ['displayName'], [['userName', 'displayName']], ['userName, displayName']])(
      '#271 attributes may be %j',
      async (attributes) => {
        const [found] = resourcesOf(await search('/Users/.search', { filter: 'title eq "x"', attributes }));
        const names = [attributes].flat().join(',').split(/, ?/);
        expect(Object.keys(found ?? {}).sort()).toEqual(['id', 'schemas', ...names].sort());
      },
    );

    it('#271 excludedAttributes may be a list or a text', async () => {
      for (const excludedAttributes of [['displayName', 'meta'], 'displayName,meta']) {
        const [found] = resourcesOf(await search('/Users/.search', { filter: 'title eq "x"', excludedAttributes }));
        expect(found).toMatchObject({ userName: 'a@example.com', title: 'x' });
        expect(Object.keys(found ?? {})).not.toEqual(expect.arrayContaining(['displayName']));
        expect(found).not.toHaveProperty('meta');
      }
    });

    it('#272 a bad filter and bad JSON are named', async () => {
      for (const path of ['/.search', '/Users/.search']) {
        expectError(await search(path, { filter: 'userName eq' }), 400, 'invalidFilter');
        expectError(await send('POST', path, '{"filter":'), 400, 'invalidSyntax');
        expectError(await send('POST', path, '[]'), 400, 'invalidSyntax');
        expectError(await search(path, { count: 'many' }), 400, 'invalidValue');
        expectError(await search(path, { filter: 7 }), 400);
      }
    });

    it('#272 (cfg) the schema of a search is not looked at, unless searchRequestSchema is required', async () => {
      const body = { schemas: [listSchema], filter: 'userName pr' };
      expect((await send('POST', '/Users/.search', body)).status).toBe(200);
      expect((await send('POST', '/Users/.search', { filter: 'userName pr' })).status).toBe(200);
      const strict = await ground.directory({ searchRequestSchema: 'required' });
      expectError(await strict.scim.request('POST', '/Users/.search', body), 400, 'invalidSyntax', 'invalidValue');
      const right = { ...body, schemas: [searchSchema] };
      expect((await strict.scim.request('POST', '/Users/.search', right)).status).toBe(200);
    });

    it.each(['/.search', '/Users/.search'])('#273 GET %s is 405', async (path) => {
      const answer = await get(path);
      expectError(answer, 405);
      expect(answer.headers.get('allow')).toBe('POST');
    });

    it('#274 /Me is 501: a provider’s token belongs to nobody', async () => {
      for (const method of ['GET', 'DELETE']) expectError(await send(method, '/Me'), 501);
      for (const method of ['PUT', 'PATCH', 'POST']) expectError(await send(method, '/Me', {}), 501);
    });

    it('#275 a query on one resource is answered, never with a fault', async () => {
      for (const filter of ['title eq "x"', 'title eq "other"', 'nonsense(']) {
        const answer = await get(`/Users/${people[0]}?filter=${encodeURIComponent(filter)}`);
        expect([200, 400, 404]).toContain(answer.status);
        if (answer.status === 200) expect(idOf(answer)).toBe(people[0]);
      }
    });

    it('#269 an empty search finds everything, and an unknown name nothing', async () => {
      expect((await search('/Users/.search', {})).body['totalResults']).toBe(2);
      const none = await search('/Users/.search', { filter: `userName eq "${newName()}"` });
      expect(none.body).toMatchObject({ totalResults: 0, Resources: [], itemsPerPage: 0 });
    });
  });
