import type { Ground } from '../ground.js';
import {
  enterpriseSchema,
  expectError,
  groupBody,
  groupSchema,
  idOf,
  metaOf,
  patchBody,
  resourcesOf,
  unknownId,
  userBody,
  userSchema,
} from '../wire.js';

const legacyEnterprise = 'urn:scim:schemas:extension:enterprise:1.0';

/** What a client may set differently about users and groups: each in the position that is not the default. */
export const otherPositions = (ground: Ground): void =>
  describe('B, C. Users and groups under other settings', () => {
    const under = async (settings: Record<string, unknown>) => {
      const { scim, base } = await ground.directory(settings);
      const send = (method: string, path: string, body?: unknown) => scim.request(method, path, body);
      const create = async (changes: Record<string, unknown> = {}) => {
        const created = await send('POST', '/Users', userBody(changes));
        expect({ status: created.status, detail: created.body['detail'] }).toEqual({ status: 201 });
        return created;
      };
      return { send, create, base };
    };

    it('#36 (cfg) with missingSchemas accept, schemas may be left out', async () => {
      const { send } = await under({ missingSchemas: 'accept' });
      for (const schemas of [undefined, [], null]) {
        const created = await send('POST', '/Users', userBody({ schemas }));
        expect(created).toMatchObject({ status: 201, body: { schemas: [userSchema] } });
      }
    });

    it('#37 (cfg) with unknownSchema ignore, others are passed over', async () => {
      const { create, send } = await under({ unknownSchema: 'ignore' });
      expect((await create({ schemas: [userSchema, 'urn:example:unknown'] })).body['schemas']).toEqual([userSchema]);
      const foreign = groupBody({ schemas: [groupSchema, 'http://schemas.example.com/2006/11/Group'] });
      expect((await send('POST', '/Groups', foreign)).body['schemas']).toEqual([groupSchema]);
    });

    it('#45 (cfg) with undeclaredAttribute reject, an unknown attribute is refused by its name', async () => {
      const { send } = await under({ undeclaredAttribute: 'reject' });
      for (const more of [{ favouriteColour: 'teal' }, { name: { favouriteColour: 'teal' } }]) {
        const answer = await send('POST', '/Users', userBody(more));
        expectError(answer, 400, 'invalidSyntax', 'invalidValue');
        expect(answer.body['detail']).toContain('favouriteColour');
      }
    });

    it('#46 (cfg) with putNull keep, null leaves a stored value alone; an empty list still clears it', async () => {
      const { create, send } = await under({ putNull: 'keep', putMissing: 'keep' });
      const created = await create({ title: 'x', emails: [{ value: 'a@example.com' }] });
      const path = `/Users/${idOf(created)}`;
      const nulls = await send('PUT', path, userBody({ title: null, emails: null }));
      expect(nulls.body).toMatchObject({ title: 'x', emails: [{ value: 'a@example.com' }] });
      const cleared = await send('PUT', path, userBody({ emails: [] }));
      expect(cleared.body).not.toHaveProperty('emails');
      expect(cleared.body).toMatchObject({ title: 'x' });
    });

    it('#53 (cfg) with putIdMismatch reject, another id is refused', async () => {
      const { create, send } = await under({ putIdMismatch: 'reject' });
      const created = await create();
      const path = `/Users/${idOf(created)}`;
      expectError(await send('PUT', path, userBody({ id: unknownId })), 400, 'mutability');
      expect((await send('PUT', path, userBody({ id: idOf(created) }))).status).toBe(200);
      expect((await send('PUT', path, userBody())).status).toBe(200);
    });

    it('#57 (cfg) with putUnchanged new-version, PUT of what is there makes a version; PATCH still does not', async () => {
      const { send } = await under({ putUnchanged: 'new-version' });
      for (const [endpoint, body, same] of [
        ['/Users', userBody({ title: 'x' }), { op: 'add', path: 'title', value: 'x' }],
        ['/Groups', groupBody(), { op: 'remove', path: 'members' }],
      ] as const) {
        const created = await send('POST', endpoint, body);
        const path = `${endpoint}/${idOf(created)}`;
        const replaced = await send('PUT', path, body);
        expect({ ...replaced.body, meta: metaOf(created) }).toEqual(created.body);
        const [before, after] = [metaOf(created), metaOf(replaced)];
        expect(after['version']).not.toBe(before['version']);
        expect(Date.parse(after['lastModified'] ?? '')).toBeGreaterThan(Date.parse(before['lastModified'] ?? ''));
        expect((await send('GET', path)).body).toEqual(replaced.body);
        expect(metaOf(await send('PATCH', path, patchBody(same)))).toEqual(after);
      }
    });

    it('#59 (cfg) with userDelete deactivate, DELETE disables the user', async () => {
      const { create, send } = await under({ userDelete: 'deactivate' });
      const path = `/Users/${idOf(await create({ title: 'x' }))}`;
      expect((await send('DELETE', path)).status).toBe(204);
      expect(await send('GET', path)).toMatchObject({ status: 200, body: { active: false, title: 'x' } });
    });

    it('#59 (cfg) with userDelete refuse, DELETE is 501 and changes nothing', async () => {
      const { create, send } = await under({ userDelete: 'refuse' });
      const created = await create();
      expectError(await send('DELETE', `/Users/${idOf(created)}`), 501);
      expect((await send('GET', `/Users/${idOf(created)}`)).body).toEqual(created.body);
      const group = await send('POST', '/Groups', groupBody());
      expect((await send('DELETE', `/Groups/${idOf(group)}`)).status).toBe(204);
    });

    it('#69 (cfg) with severalPrimary keep-first, the first of two stays primary', async () => {
      const { create } = await under({ severalPrimary: 'keep-first' });
      const emails = ['a', 'b', 'c'].map((name) => ({ value: `${name}@example.com`, primary: name !== 'a' }));
      const stored = (await create({ emails })).body['emails'] as { value: string; primary?: boolean }[];
      expect(stored.filter(({ primary }) => primary).map(({ value }) => value)).toEqual(['b@example.com']);
    });

    it('#72 (cfg) an unknown member is refused by its id, or taken with unknownMember accept', async () => {
      const members = [{ value: unknownId }];
      const strict = await under({});
      const refused = await strict.send('POST', '/Groups', groupBody({ members }));
      expectError(refused, 400, 'invalidValue');
      expect(refused.body['detail']).toContain(unknownId);
      expect((await strict.send('GET', '/Groups')).body['totalResults']).toBe(0);
      const lenient = await under({ unknownMember: 'accept' });
      const group = await lenient.send('POST', '/Groups', groupBody({ members }));
      expect(group).toMatchObject({ status: 201, body: { members: [{ value: unknownId }] } });
      const odd = patchBody({ op: 'add', path: 'members', value: [{ value: 'nobody-at-all' }] });
      expect(await lenient.send('PATCH', `/Groups/${idOf(group)}`, odd)).toMatchObject({
        status: 200,
        body: { members: [{ value: unknownId }] },
      });
    });

    it('#80 (cfg) with membersAfterLastRemoved empty, an empty group shows an empty list', async () => {
      const { create, send } = await under({ membersAfterLastRemoved: 'empty' });
      const members = [{ value: idOf(await create()) }];
      const path = `/Groups/${idOf(await send('POST', '/Groups', groupBody({ members })))}`;
      expect((await send('PATCH', path, patchBody({ op: 'remove', path: 'members' }))).body['members']).toEqual([]);
      expect((await send('GET', path)).body['members']).toEqual([]);
      expect(resourcesOf(await send('GET', '/Groups'))[0]?.['members']).toEqual([]);
      expect((await send('GET', `${path}?excludedAttributes=members`)).body).not.toHaveProperty('members');
    });

    it('#260 (cfg) a reference is a URI, or any text with referenceSyntax any', async () => {
      const strict = await ground.directory({ referenceSyntax: 'uri' });
      const calm = await ground.directory({ referenceSyntax: 'any' });
      const sent = userBody({ profileUrl: 'my own page' });
      expectError(await strict.scim.request('POST', '/Users', sent), 400, 'invalidValue');
      const taken = await calm.scim.request('POST', '/Users', sent);
      expect(taken).toMatchObject({ status: 201, body: { profileUrl: 'my own page' } });
    });

    it('#260 (cfg) a list of one for a single value is unwrapped, or refused with singletonArrays reject', async () => {
      const lenient = await under({});
      expect((await lenient.create({ title: ['x'], active: [false] })).body).toMatchObject({
        title: 'x',
        active: false,
      });
      expectError(await lenient.send('POST', '/Users', userBody({ title: ['x', 'y'] })), 400, 'invalidValue');
      const strict = await under({ singletonArrays: 'reject' });
      expectError(await strict.send('POST', '/Users', userBody({ title: ['x'] })), 400, 'invalidValue');
    });

    it('#265 (cfg) the extension’s URN of SCIM 1.x is read, or refused with legacyEnterpriseUrn reject', async () => {
      const old = { schemas: [userSchema, legacyEnterprise], [legacyEnterprise]: { department: 'D' } };
      const lenient = await under({});
      expect((await lenient.create(old)).body).toMatchObject({
        schemas: [userSchema, enterpriseSchema],
        [enterpriseSchema]: { department: 'D' },
      });
      const strict = await under({ legacyEnterpriseUrn: 'reject' });
      expectError(await strict.send('POST', '/Users', userBody(old)), 400, 'invalidSyntax', 'invalidValue');
    });
  });
