import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { enterpriseSchema, expectError, idOf, metaOf, userSchema } from '../wire.js';

const work = { type: 'work', value: 'work@example.com' };
const home = { type: 'home', value: 'home@example.com' };

export const patchValues = (ground: Ground): void =>
  describe('H. PATCH: what operations do', () => {
    let directory: ScimDirectory;
    const { get, user, userId, patchUser } = callsOn(() => directory);
    /** What becomes of a user of these attributes when the operations are applied; read back, not only answered. */
    const changed = async (attributes: Record<string, unknown>, ...operations: unknown[]) => {
      const id = await userId(attributes);
      const patched = await patchUser(id, ...operations);
      expect({ status: patched.status, detail: patched.body['detail'] }).toEqual({ status: 200, detail: undefined });
      expect((await get(`/Users/${id}`)).body).toEqual(patched.body);
      return patched.body;
    };
    const refused = async (attributes: Record<string, unknown>, ...operations: unknown[]) =>
      patchUser(await userId(attributes), ...operations);

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it('#179 adding what is there already changes nothing', async () => {
      const created = await user({ title: 'x', emails: [work] });
      for (const operation of [
        { op: 'add', path: 'title', value: 'x' },
        { op: 'add', path: 'emails', value: [work] },
        { op: 'add', value: { title: 'x' } },
      ]) {
        const patched = await patchUser(idOf(created), operation);
        expect(metaOf(patched)).toEqual(metaOf(created));
        expect(patched.headers.get('etag')).toBe(created.headers.get('etag'));
      }
    });

    it('#180 add appends to a list, takes one object, and adds nothing twice', async () => {
      expect((await changed({ emails: [work] }, { op: 'add', path: 'emails', value: [home] }))['emails']).toEqual([
        work,
        home,
      ]);
      expect((await changed({ emails: [work] }, { op: 'add', path: 'emails', value: home }))['emails']).toEqual([
        work,
        home,
      ]);
      const twice = { op: 'add', path: 'emails', value: [home, home, work] };
      expect((await changed({ emails: [work] }, twice))['emails']).toEqual([work, home]);
    });

    it.each(['add', 'replace'])('#181 %s to a complex attribute leaves what it does not name', async (op) => {
      const name = { givenName: 'Ada', familyName: 'Example' };
      const patched = await changed({ name }, { op, path: 'name', value: { givenName: 'Eve' } });
      expect(patched['name']).toEqual({ givenName: 'Eve', familyName: 'Example' });
    });

    it('#182 without a path each member follows the rule of its type', async () => {
      const before = { name: { givenName: 'Ada', familyName: 'Example' }, emails: [work] };
      const value = { name: { givenName: 'Eve' }, emails: [home], title: 'x' };
      expect(await changed(before, { op: 'add', value })).toMatchObject({
        name: { givenName: 'Eve', familyName: 'Example' },
        emails: [work, home],
        title: 'x',
      });
      expect(await changed(before, { op: 'replace', value })).toMatchObject({
        name: { givenName: 'Eve', familyName: 'Example' },
        emails: [home],
      });
    });

    it.each(['add', 'replace'])('#183 path-less %s under an extension’s URN merges', async (op) => {
      const before = { [enterpriseSchema]: { department: 'R&D', costCenter: '9' } };
      const patched = await changed(before, { op, value: { [enterpriseSchema]: { department: 'Ops' } } });
      expect(patched[enterpriseSchema]).toEqual({ department: 'Ops', costCenter: '9' });
    });

    it('#184 path-less keys that are paths are understood as paths', async () => {
      const before = { name: { givenName: 'Ada', familyName: 'Example' }, emails: [work, home] };
      const value = {
        'name.givenName': 'Eve',
        [`${enterpriseSchema}:employeeNumber`]: '17',
        [`${userSchema}:nickName`]: 'E',
        'emails[type eq "work"].value': 'new@example.com',
      };
      expect(await changed(before, { op: 'replace', value })).toMatchObject({
        name: { givenName: 'Eve', familyName: 'Example' },
        nickName: 'E',
        emails: [{ type: 'work', value: 'new@example.com' }, home],
        [enterpriseSchema]: { employeeNumber: '17' },
      });
    });

    it('#185 readOnly attributes in a path-less value are ignored', async () => {
      const created = await user();
      const value = { id: 'mine', schemas: ['urn:example:none'], meta: { resourceType: 'X' }, groups: [], title: 'x' };
      const patched = await patchUser(idOf(created), { op: 'replace', value });
      expect(patched).toMatchObject({ status: 200, body: { id: idOf(created), schemas: [userSchema], title: 'x' } });
      expect(metaOf(patched)['resourceType']).toBe('User');
    });

    it('#186 replace of something unset sets it', async () => {
      expect((await changed({}, { op: 'replace', path: 'title', value: 'x' }))['title']).toBe('x');
      expect((await changed({}, { op: 'replace', path: 'emails', value: [work] }))['emails']).toEqual([work]);
      expect((await changed({}, { op: 'replace', path: 'name.givenName', value: 'A' }))['name']).toEqual({
        givenName: 'A',
      });
    });

    it('#187 replace of a list replaces all of it', async () => {
      const patched = await changed({ emails: [work] }, { op: 'replace', path: 'emails', value: [home] });
      expect(patched['emails']).toEqual([home]);
    });

    it('#188 replace below a filter changes every element that matches', async () => {
      const phoneNumbers = [
        { type: 'work', value: '1' },
        { type: 'work', value: '2' },
        { type: 'home', value: '3' },
      ];
      const operation = { op: 'replace', path: 'phoneNumbers[type eq "work"].display', value: 'office' };
      expect((await changed({ phoneNumbers }, operation))['phoneNumbers']).toEqual([
        { type: 'work', value: '1', display: 'office' },
        { type: 'work', value: '2', display: 'office' },
        { type: 'home', value: '3' },
      ]);
    });

    it.each(['add', 'replace'])('#189 %s of an object at a filter merges into what matches', async (op) => {
      const patched = await changed(
        { emails: [{ ...work, display: 'kept' }, home] },
        { op, path: 'emails[type eq "work"]', value: { value: 'new@example.com' } },
      );
      expect(patched['emails']).toEqual([{ type: 'work', value: 'new@example.com', display: 'kept' }, home]);
    });

    it('#190 replace with a filter that matches nothing is noTarget', async () => {
      const operation = { op: 'replace', path: 'emails[type eq "other"].value', value: 'x@example.com' };
      expectError(await refused({ emails: [work] }, operation), 400, 'noTarget');
      expectError(await refused({}, operation), 400, 'noTarget');
    });

    it('#190 (cfg) with replaceUnmatched add, it creates the element', async () => {
      const lenient = await ground.directory({ replaceUnmatched: 'add' });
      const calls = callsOn(() => lenient);
      const operation = { op: 'replace', path: 'emails[type eq "other"].value', value: 'x@example.com' };
      const patched = await calls.patchUser(await calls.userId({ emails: [work] }), operation);
      expect(patched.body['emails']).toEqual([work, { type: 'other', value: 'x@example.com' }]);
    });

    it('#191 add at a filter that matches nothing creates one element, also for the operations after it', async () => {
      const patched = await changed(
        {},
        { op: 'Add', path: 'addresses[type eq "work"].formatted', value: '1 Main St' },
        { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Ghent' },
      );
      expect(patched['addresses']).toEqual([{ type: 'work', formatted: '1 Main St', locality: 'Ghent' }]);
    });

    it('#192 the element has every equality of the filter', async () => {
      const path = 'emails[type eq "work" and primary eq true].value';
      const patched = await changed({ emails: [home] }, { op: 'add', path, value: 'w@example.com' });
      expect(patched['emails']).toEqual([home, { type: 'work', primary: true, value: 'w@example.com' }]);
    });

    it('#193 the filter compares as the sub-attribute does', async () => {
      const operation = { op: 'replace', path: 'emails[type eq "WORK"].value', value: 'new@example.com' };
      expect((await changed({ emails: [work] }, operation))['emails']).toEqual([
        { type: 'work', value: 'new@example.com' },
      ]);
    });

    it.each(['a.b', 'a]b', 'a"b', 'a\\b', 'a[0]', 'x and y eq "z"'])(
      '#194 the literal %j is only text',
      async (value) => {
        const path = `emails[display eq ${JSON.stringify(value)}].type`;
        const emails = [{ value: 'e@example.com', display: value }, home];
        const patched = await changed({ emails }, { op: 'replace', path, value: 'found' });
        expect(patched['emails']).toEqual([{ ...emails[0], type: 'found' }, home]);
      },
    );

    it('#195 remove at a filter removes the elements; with the last one goes the attribute', async () => {
      const remove = { op: 'remove', path: 'emails[type eq "work"]' };
      expect((await changed({ emails: [work, home] }, remove))['emails']).toEqual([home]);
      expect(await changed({ emails: [work] }, remove)).not.toHaveProperty('emails');
    });

    it('#195 (cfg) removing what does not match changes nothing, or is noTarget with removeUnmatched', async () => {
      const remove = { op: 'remove', path: 'emails[type eq "other"]' };
      const created = await user({ emails: [work] });
      expect(metaOf(await patchUser(idOf(created), remove))).toEqual(metaOf(created));
      const strict = await ground.directory({ removeUnmatched: 'no-target' });
      const calls = callsOn(() => strict);
      expectError(await calls.patchUser(await calls.userId({ emails: [work] }), remove), 400, 'noTarget');
    });

    it('#196 remove of a sub-attribute leaves the rest; an element that had nothing else is gone', async () => {
      const remove = { op: 'remove', path: 'emails[type eq "work"].display' };
      expect((await changed({ emails: [{ ...work, display: 'x' }] }, remove))['emails']).toEqual([work]);
      const only = { op: 'remove', path: 'emails[type eq "work"].type' };
      expect(await changed({ emails: [{ type: 'work' }] }, only)).not.toHaveProperty('emails');
    });

    it('#197 remove with a value list takes those elements out of a list', async () => {
      const remove = { op: 'Remove', path: 'emails', value: [{ value: 'work@example.com' }] };
      expect((await changed({ emails: [work, home] }, remove))['emails']).toEqual([home]);
    });

    it('#198 a new primary takes the place of the old one', async () => {
      const emails = [{ ...work, primary: true }, home];
      const added = { op: 'add', path: 'emails', value: [{ value: 'new@example.com', primary: true }] };
      const primaries = (body: Record<string, unknown>) =>
        (body['emails'] as { value: string; primary?: boolean }[]).filter(({ primary }) => primary);
      expect(primaries(await changed({ emails }, added))).toMatchObject([{ value: 'new@example.com' }]);
      const turned = { op: 'replace', path: 'emails[type eq "home"].primary', value: true };
      expect(primaries(await changed({ emails }, turned))).toMatchObject([{ value: home.value }]);
    });

    it('#199 null unassigns, and an empty string does for a reference', async () => {
      expect(await changed({ title: 'x' }, { op: 'replace', path: 'title', value: null })).not.toHaveProperty('title');
      expect((await changed({ title: 'x' }, { op: 'replace', path: 'title', value: '' }))['title']).toBe('');
    });

    it('#199 (cfg) with emptyStringClears all, an empty string unassigns any optional attribute', async () => {
      const clearing = await ground.directory({ emptyStringClears: 'all' });
      const calls = callsOn(() => clearing);
      const id = await calls.userId({ title: 'x', name: { givenName: 'Ada', familyName: 'E' } });
      const patched = await calls.patchUser(
        id,
        { op: 'replace', path: 'title', value: '' },
        { op: 'replace', path: 'name.givenName', value: '' },
      );
      expect(patched.body).not.toHaveProperty('title');
      expect(patched.body['name']).toEqual({ familyName: 'E' });
    });

    it('#200 a manager may be a bare string; "", null and an empty value remove it', async () => {
      const path = `${enterpriseSchema}:manager`;
      const boss = await userId();
      for (const op of ['add', 'replace']) {
        const managed = await changed({}, { op, path, value: boss });
        expect(managed[enterpriseSchema]).toMatchObject({ manager: { value: boss } });
      }
      const before = { [enterpriseSchema]: { department: 'R&D', manager: { value: boss } } };
      for (const value of ['', null, { value: '' }]) {
        expect((await changed(before, { op: 'replace', path, value }))[enterpriseSchema]).toEqual({
          department: 'R&D',
        });
      }
    });

    it.each([
      ['False', false],
      ['false', false],
      ['TRUE', true],
      ['True', true],
    ])('#201 the string %j is a boolean', async (value, expected) => {
      const patched = await changed({ active: !expected }, { op: 'Replace', path: 'active', value });
      expect(patched['active']).toBe(expected);
    });

    it('#201 (cfg) with booleanStrings reject, it is refused', async () => {
      const strict = await ground.directory({ booleanStrings: 'reject' });
      const calls = callsOn(() => strict);
      const answer = await calls.patchUser(await calls.userId(), { op: 'replace', path: 'active', value: 'False' });
      expectError(answer, 400, 'invalidValue');
    });

    it.each([
      [`${enterpriseSchema}:department`, 'Ops', { department: 'Ops' }],
      [`${enterpriseSchema}.department`, 'Ops', { department: 'Ops' }],
      [enterpriseSchema, { department: 'Ops' }, { department: 'Ops' }],
      [enterpriseSchema.toUpperCase(), { DEPARTMENT: 'Ops' }, { department: 'Ops' }],
    ])('#202 the path %s is understood', async (path, value, expected) => {
      const patched = await changed({}, { op: 'add', path, value });
      expect(patched[enterpriseSchema]).toEqual(expected);
    });

    it('#202 URNs reach sub-attributes and core attributes', async () => {
      const boss = await userId();
      for (const path of [`${enterpriseSchema}:manager.value`, `${enterpriseSchema}.manager`]) {
        expect((await changed({}, { op: 'add', path, value: boss }))[enterpriseSchema]).toMatchObject({
          manager: { value: boss },
        });
      }
      const core = await changed({}, { op: 'add', path: `${userSchema}:name.familyName`, value: 'E' });
      expect(core['name']).toEqual({ familyName: 'E' });
    });

    it('#203 an extension’s URN comes and goes with its attributes', async () => {
      const path = `${enterpriseSchema}:department`;
      const gained = await changed({}, { op: 'add', path, value: 'Ops' });
      expect(gained['schemas']).toEqual([userSchema, enterpriseSchema]);
      const before = { [enterpriseSchema]: { department: 'R&D' } };
      for (const removed of [path, enterpriseSchema]) {
        const lost = await changed(before, { op: 'remove', path: removed });
        expect(lost['schemas']).toEqual([userSchema]);
        expect(lost).not.toHaveProperty([enterpriseSchema]);
      }
    });

    it('#204 schemas follow the data: naming what is known is harmless, anything else is refused', async () => {
      const added = { op: 'add', path: 'schemas', value: [enterpriseSchema] };
      expect((await changed({}, added))['schemas']).toContain(userSchema);
      expectError(await refused({}, { op: 'add', path: 'schemas', value: ['urn:example:none'] }), 400, 'mutability');
      expectError(await refused({}, { op: 'remove', path: 'schemas' }), 400, 'mutability');
    });
  });
