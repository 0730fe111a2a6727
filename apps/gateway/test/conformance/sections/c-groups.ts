import type { Answer } from '../../../../../test/e2e/clients.js';
import type { Ground, ScimDirectory } from '../ground.js';
import {
  expectError,
  groupBody,
  groupSchema,
  idOf,
  metaOf,
  newName,
  patchBody,
  resourcesOf,
  userBody,
} from '../wire.js';

type Member = { value: string; $ref?: string; type?: string; display?: string };

const membersOf = (answer: Answer): Member[] => (answer.body['members'] as Member[] | undefined) ?? [];
const idsOf = (answer: Answer): string[] =>
  membersOf(answer)
    .map(({ value }) => value)
    .sort();

export const groups = (ground: Ground): void =>
  describe('C. Groups', () => {
    let directory: ScimDirectory;
    let people: string[];
    const send = (method: string, path: string, body?: unknown) => directory.scim.request(method, path, body);
    const get = (path: string) => send('GET', path);
    const patch = (id: string, ...operations: unknown[]) => send('PATCH', `/Groups/${id}`, patchBody(...operations));
    const create = async (changes: Record<string, unknown> = {}) => {
      const created = await send('POST', '/Groups', groupBody(changes));
      expect(created.status).toBe(201);
      return created;
    };
    const withMembers = async (...ids: string[]) => idOf(await create({ members: ids.map((value) => ({ value })) }));
    const person = (index: number): string => people[index] as string;

    beforeAll(async () => {
      directory = await ground.directory();
      people = [];
      for (let n = 0; n < 4; n++) people.push(idOf(await send('POST', '/Users', userBody())));
    });

    it('#71 POST needs a displayName', async () => {
      expect(idOf(await create())).toEqual(expect.any(String));
      expectError(await send('POST', '/Groups', { schemas: [groupSchema] }), 400, 'invalidValue');
    });

    it('#72 members come back with value, absolute $ref and type', async () => {
      const id = await withMembers(person(0));
      const expected = { value: person(0), $ref: `${directory.base}/Users/${person(0)}`, type: 'User' };
      expect(membersOf(await get(`/Groups/${id}`))).toMatchObject([expected]);
    });

    it('#73 a member’s $ref can be read', async () => {
      const [member] = membersOf(await get(`/Groups/${await withMembers(person(0))}`));
      const path = (member?.$ref ?? '').slice(directory.base.length);
      expect(idOf(await get(path))).toBe(person(0));
    });

    it('#74 a client’s display of a member is kept', async () => {
      const created = await create({ members: [{ value: person(0), display: 'Ada E.' }] });
      expect(membersOf(await get(`/Groups/${idOf(created)}`))).toMatchObject([{ display: 'Ada E.' }]);
    });

    it('#75 a member named twice is one', async () => {
      expect(membersOf(await create({ members: [{ value: person(0) }, { value: person(0) }] }))).toHaveLength(1);
    });

    it('#76 PUT replaces the members; without any it empties the group', async () => {
      const id = await withMembers(person(0), person(1));
      const replaced = await send(
        'PUT',
        `/Groups/${id}`,
        groupBody({ members: [{ value: person(1) }, { value: person(2) }] }),
      );
      expect(idsOf(replaced)).toEqual([person(1), person(2)].sort());
      expect(idsOf(await send('PUT', `/Groups/${id}`, groupBody({ members: [] })))).toEqual([]);
      await send('PUT', `/Groups/${id}`, groupBody({ members: [{ value: person(0) }] }));
      expect(idsOf(await send('PUT', `/Groups/${id}`, groupBody()))).toEqual([]);
    });

    it('#77 adding a member twice changes nothing the second time', async () => {
      const id = await withMembers();
      const add = { op: 'add', path: 'members', value: [{ value: person(0) }] };
      const first = await patch(id, add);
      const second = await patch(id, add);
      expect(idsOf(second)).toEqual([person(0)]);
      expect(metaOf(second)).toEqual(metaOf(first));
    });

    it('#78 a member stored with more sub-attributes is still the same member', async () => {
      const created = await create({ members: [{ value: person(0), display: 'Ada', type: 'User' }] });
      const again = await patch(idOf(created), { op: 'add', path: 'members', value: [{ value: person(0) }] });
      expect(membersOf(again)).toHaveLength(1);
    });

    it('#79 remove by filter removes one; of somebody absent it changes nothing', async () => {
      const id = await withMembers(person(0), person(1));
      const remove = { op: 'remove', path: `members[value eq "${person(0)}"]` };
      const first = await patch(id, remove);
      expect(idsOf(first)).toEqual([person(1)]);
      const second = await patch(id, remove);
      expect(second.status).toBe(200);
      expect(metaOf(second)).toEqual(metaOf(first));
    });

    it('#80 remove of members empties the group', async () => {
      const id = await withMembers(person(0), person(1));
      expect(idsOf(await patch(id, { op: 'remove', path: 'members' }))).toEqual([]);
    });

    it.each([[{}], [{ $ref: null }]])('#81 remove with a value array removes just those named (%j)', async (extra) => {
      const id = await withMembers(person(0), person(1));
      const removed = await patch(id, { op: 'Remove', path: 'members', value: [{ ...extra, value: person(0) }] });
      expect(idsOf(removed)).toEqual([person(1)]);
    });

    it('#82 replace of members replaces all', async () => {
      const id = await withMembers(person(0), person(1));
      const replaced = await patch(id, {
        op: 'replace',
        path: 'members',
        value: [{ value: person(2) }, { value: person(3) }],
      });
      expect(idsOf(replaced)).toEqual([person(2), person(3)].sort());
    });

    it('#83 a filter with or removes both', async () => {
      const id = await withMembers(person(0), person(1), person(2));
      const path = `members[value eq "${person(0)}" or value eq "${person(1)}"]`;
      expect(idsOf(await patch(id, { op: 'remove', path }))).toEqual([person(2)]);
    });

    it('#84 operations on members apply in order', async () => {
      const id = await withMembers();
      const done = await patch(
        id,
        { op: 'add', path: 'members', value: [{ value: person(0) }, { value: person(1) }] },
        { op: 'remove', path: `members[value eq "${person(0)}"]` },
      );
      expect(idsOf(done)).toEqual([person(1)]);
    });

    it('#85 a user’s groups show direct and indirect membership', async () => {
      const user = idOf(await send('POST', '/Users', userBody()));
      const inner = await create({ members: [{ value: user }] });
      const outer = await create({ members: [{ value: idOf(inner), type: 'Group' }] });
      const read = await get(`/Users/${user}`);
      expect(read.body['groups']).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            value: idOf(inner),
            type: 'direct',
            display: inner.body['displayName'],
            $ref: `${directory.base}/Groups/${idOf(inner)}`,
          }),
          expect.objectContaining({ value: idOf(outer), type: 'indirect' }),
        ]),
      );
    });

    it('#86 deleting a group leaves its users, without the group', async () => {
      const user = idOf(await send('POST', '/Users', userBody()));
      const id = await withMembers(user);
      expect((await send('DELETE', `/Groups/${id}`)).status).toBe(204);
      const read = await get(`/Users/${user}`);
      expect(read.status).toBe(200);
      expect(read.body).not.toHaveProperty('groups');
    });

    it('#87 nested groups, a group in itself and a cycle are harmless', async () => {
      const [one, other] = [idOf(await create()), idOf(await create())];
      await patch(one, {
        op: 'add',
        path: 'members',
        value: [
          { value: other, type: 'Group' },
          { value: one, type: 'Group' },
        ],
      });
      const cycle = await patch(other, {
        op: 'add',
        path: 'members',
        value: [{ value: one, type: 'Group' }, { value: person(3) }],
      });
      expect([200, 400]).toContain(cycle.status);
      expect((await get(`/Users/${person(3)}`)).status).toBe(200);
      expect((await get(`/Groups/${one}`)).status).toBe(200);
    });

    it('#88 excludedAttributes=members leaves the members out, of one and of many', async () => {
      const id = await withMembers(person(0));
      expect((await get(`/Groups/${id}?excludedAttributes=members`)).body).not.toHaveProperty('members');
      const listed = await get('/Groups?excludedAttributes=members');
      expect(resourcesOf(listed).some((group) => 'members' in group)).toBe(false);
    });

    it('#89 groups are found by displayName, externalId and member', async () => {
      const externalId = newName('ext');
      const created = await create({ externalId, members: [{ value: person(2) }] });
      for (const filter of [
        `displayName eq "${created.body['displayName']}"`,
        `externalId eq "${externalId}"`,
        `members.value eq "${person(2)}" and externalId eq "${externalId}"`,
        `members[value eq "${person(2)}"] and externalId eq "${externalId}"`,
      ]) {
        const found = await get(`/Groups?filter=${encodeURIComponent(filter)}`);
        expect(resourcesOf(found).map(({ id }) => id)).toEqual([idOf(created)]);
      }
    });

    it('#90 members eq means members.value eq', async () => {
      const id = await withMembers(person(0));
      const probe = async (user: string) =>
        (await get(`/Groups?filter=${encodeURIComponent(`id eq "${id}" and members eq "${user}"`)}`)).body[
          'totalResults'
        ];
      expect(await probe(person(0))).toBe(1);
      expect(await probe(person(1))).toBe(0);
    });

    it('#91 a path-less replace with an id inside renames and ignores the id', async () => {
      const id = await withMembers(person(0));
      const displayName = newName('renamed');
      const renamed = await patch(id, { op: 'replace', value: { id: person(1), displayName } });
      expect(renamed).toMatchObject({ status: 200, body: { id, displayName } });
      expect(idsOf(renamed)).toEqual([person(0)]);
    });

    it('#93 a second group of the same displayName is refused', async () => {
      const created = await create();
      const again = groupBody({ displayName: created.body['displayName'] });
      expectError(await send('POST', '/Groups', again), 409, 'uniqueness');
    });

    it('#93 (cfg) with groupDisplayNameUnique off it is taken', async () => {
      const loose = await ground.directory({ groupDisplayNameUnique: false });
      const body = groupBody();
      expect((await loose.scim.request('POST', '/Groups', body)).status).toBe(201);
      expect((await loose.scim.request('POST', '/Groups', body)).status).toBe(201);
    });
  });
