import fc from 'fast-check';
import type { ResourceType } from '../schema/definition.js';
import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import { presetOf } from '../settings/presets.js';
import type { ScimSettings } from '../settings/settings.js';
import { type ValidationMode, type ValidResource, validateResource } from './validate-resource.js';

const generic = presetOf('generic');
const create = (body: unknown, settings: Partial<ScimSettings> = {}, type = userResourceType) =>
  validateResource(type, body, { ...generic, ...settings }, { kind: 'create' });
const replace = (
  body: unknown,
  current: Record<string, unknown>,
  settings: Partial<ScimSettings> = {},
  type = userResourceType,
) => validateResource(type, body, { ...generic, ...settings }, { kind: 'replace', current });
const user = (more: object = {}) => ({ schemas: [USER_SCHEMA], userName: 'ada', ...more });
const group = (more: object = {}) => ({ schemas: [GROUP_SCHEMA], displayName: 'Engineering', ...more });
const attributes = (result: ReturnType<typeof create>) => {
  if (result.kind === 'invalid') throw new Error(result.error.detail);
  return result.attributes;
};
const members = (result: ReturnType<typeof create>) => (result as ValidResource).members;
const refusal = (scimType: string, detail: RegExp = /./) => ({
  kind: 'invalid',
  error: { status: 400, scimType, detail: expect.stringMatching(detail) },
});

describe('creating a user', () => {
  it('27: takes a minimal user; 63: active is true unless sent', () => {
    expect(attributes(create(user()))).toEqual({ schemas: [USER_SCHEMA], userName: 'ada', active: true });
    expect(attributes(create(user({ active: false })))).toMatchObject({ active: false });
    expect(attributes(create(user({ active: null })))).toMatchObject({ active: true });
  });

  it('32: ignores id and meta; 44: and groups; 45: and unknown members', () => {
    const body = user({ id: '1', meta: { created: 'x' }, groups: [{ value: 'g' }], favouriteColour: 'red' });
    expect(Object.keys(attributes(create(body)))).toEqual(['schemas', 'userName', 'active']);
    expect(create(body, { undeclaredAttribute: 'reject' })).toMatchObject(refusal('invalidSyntax', /favouriteColour/));
  });

  it('34: keeps externalId as sent', () => {
    expect(attributes(create(user({ externalId: 'AbC' })))).toMatchObject({ externalId: 'AbC' });
  });

  it.each([undefined, null, '', '   '])('35: refuses userName %j', (userName) => {
    expect(create(user({ userName }))).toMatchObject(refusal('invalidValue', /userName/));
  });

  it.each([undefined, null, []])('36: refuses schemas %j unless the directory takes it', (schemas) => {
    expect(create(user({ schemas }))).toMatchObject(refusal('invalidSyntax', /schemas/));
    expect(attributes(create(user({ schemas }), { missingSchemas: 'accept' }))).toMatchObject({
      schemas: [USER_SCHEMA],
    });
  });

  it.each([[['urn:example:other']], [[USER_SCHEMA, 'urn:example:other']], [[GROUP_SCHEMA]], ['urn:x'], [[1]]])(
    '37: refuses schemas %j',
    (schemas) => {
      expect(create(user({ schemas }))).toMatchObject(refusal('invalidSyntax', /schemas/));
    },
  );

  it('37: ignores a foreign URN where the directory says so', () => {
    const settings = { unknownSchema: 'ignore' } as const;
    expect(attributes(create(user({ schemas: [USER_SCHEMA, 'http://x/Group'] }), settings))).toMatchObject({
      schemas: [USER_SCHEMA],
    });
  });

  it('37: insists on the core URN beside that of an extension', () => {
    expect(create(user({ schemas: [ENTERPRISE_USER_SCHEMA] }))).toMatchObject(refusal('invalidSyntax'));
  });

  it('38: refuses an object that is no SCIM resource, naming everything that is missing', () => {
    expect(create({ not: 'a scim resource' })).toMatchObject(refusal('invalidSyntax', /schemas.*; userName/));
  });

  it.each([[[]], ['text'], [null], [7]])('39: refuses the body %j', (body) => {
    expect(create(body)).toMatchObject(refusal('invalidSyntax'));
  });

  it('43: accepts a password, says so, and does not keep it', () => {
    const result = create(user({ password: 'secret' }));
    expect(result).toMatchObject({ passwordSent: true });
    expect(attributes(result)).not.toHaveProperty('password');
    expect(create(user({ password: 7 }))).toMatchObject(refusal('invalidValue', /password/));
    expect(create(user())).toMatchObject({ passwordSent: false });
  });

  it('46: null, an empty list and an empty object are all unassigned', () => {
    const body = user({ title: null, emails: [], addresses: null, name: {}, nickName: null, ims: [null, {}] });
    expect(Object.keys(attributes(create(body)))).toEqual(['schemas', 'userName', 'active']);
  });

  it('65: keeps characters as they are; 66: and name.formatted', () => {
    const name = { formatted: 'Zoë “Z” \\ e\u0301 😀 אב', givenName: 'É' };
    expect(attributes(create(user({ name })))).toMatchObject({ name });
  });

  it('67: keeps the country and takes certificates as base64 only', () => {
    const addresses = [{ type: 'work', country: 'US' }];
    expect(attributes(create(user({ addresses, x509Certificates: [{ value: 'AQIDBA==' }] })))).toMatchObject({
      addresses,
      x509Certificates: [{ value: 'AQIDBA==' }],
    });
    expect(create(user({ x509Certificates: [{ value: 'not base64!' }] }))).toMatchObject(refusal('invalidValue'));
    expect(create(user({ x509Certificates: [{ value: 'AQIDB=' }] }))).toMatchObject(refusal('invalidValue'));
  });

  it('68: folds repeated pairs of type and value, keeping what each adds', () => {
    const emails = [
      { type: 'work', value: 'a@example.com' },
      { type: 'home', value: 'a@example.com' },
      { type: 'WORK', value: 'A@example.com', display: 'A' },
    ];
    expect(attributes(create(user({ emails })))['emails']).toEqual([
      { type: 'WORK', value: 'A@example.com', display: 'A' },
      { type: 'home', value: 'a@example.com' },
    ]);
  });

  it('68: folds addresses only when they are equal altogether', () => {
    const work = { type: 'work', locality: 'Ghent' };
    const addresses = [work, { locality: 'Ghent', type: 'work' }, { type: 'work', locality: 'Liège' }];
    expect(attributes(create(user({ addresses })))['addresses']).toEqual([work, addresses[2]]);
  });

  it('69: refuses two primary values, or believes the first', () => {
    const emails = ['a', 'b'].map((value) => ({ value, primary: true }));
    expect(create(user({ emails }))).toMatchObject(refusal('invalidValue', /emails/));
    expect(attributes(create(user({ emails }), { severalPrimary: 'keep-first' }))['emails']).toEqual([
      { value: 'a', primary: true },
      { value: 'b', primary: false },
    ]);
  });

  it('reports every problem at once', () => {
    const result = create({ schemas: [USER_SCHEMA], active: 'maybe', emails: 'x', name: 7 });
    expect(result).toMatchObject(refusal('invalidValue', /userName: .*; name: .*; active: .*; emails: /));
  });
});

describe('the enterprise extension', () => {
  const enterprise = (value: unknown, schemas = [USER_SCHEMA, ENTERPRISE_USER_SCHEMA]) =>
    user({ schemas, [ENTERPRISE_USER_SCHEMA]: value });

  it('255: its URN is listed exactly when there is data of it', () => {
    expect(attributes(create(enterprise({ department: 'R&D' }, [USER_SCHEMA])))).toMatchObject({
      schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
      [ENTERPRISE_USER_SCHEMA]: { department: 'R&D' },
    });
    expect(attributes(create(enterprise({})))['schemas']).toEqual([USER_SCHEMA]);
    expect(create(enterprise({ department: 'x' }, [USER_SCHEMA]), { extensionWithoutUrn: 'reject' })).toMatchObject(
      refusal('invalidSyntax', /enterprise/),
    );
  });

  it('256: its attributes count only under its URN', () => {
    expect(attributes(create(user({ department: 'R&D' })))).not.toHaveProperty('department');
  });

  it.each([
    ['an object', { value: 'm1' }],
    ['an object with readOnly and derived parts', { value: 'm1', displayName: 'Grace', $ref: 'https://x/Users/m1' }],
    ['only $ref', { $ref: 'https://x/Users/m1' }],
    ['a bare id', 'm1'],
  ])('257: takes a manager as %s', (_, manager) => {
    expect(attributes(create(enterprise({ manager })))[ENTERPRISE_USER_SCHEMA]).toEqual({ manager: { value: 'm1' } });
  });

  it.each([null, '', {}, { value: '' }, { value: null }])('200: reads the manager %j as nobody', (manager) => {
    expect(attributes(create(enterprise({ manager })))).not.toHaveProperty(ENTERPRISE_USER_SCHEMA);
  });

  it('258: a required extension must be there', () => {
    const type: ResourceType = {
      ...userResourceType,
      extensions: [{ schema: userResourceType.extensions[0]!.schema, required: true }],
    };
    expect(create(user(), {}, type)).toMatchObject(refusal('invalidValue', /enterprise/));
    expect(create(enterprise({ department: 'x' }), {}, type)).toMatchObject({ kind: 'valid' });
  });

  it('265: takes its URN in any case, and that of SCIM 1.0', () => {
    for (const urn of [ENTERPRISE_USER_SCHEMA.toUpperCase(), 'urn:scim:schemas:extension:enterprise:1.0']) {
      const body = user({ schemas: [USER_SCHEMA.toUpperCase(), urn], [urn]: { DEPARTMENT: 'R&D' } });
      expect(attributes(create(body))).toMatchObject({ [ENTERPRISE_USER_SCHEMA]: { department: 'R&D' } });
    }
  });
});

describe('types and names', () => {
  it('260: coerces boolean strings in any case unless the directory refuses them', () => {
    expect(attributes(create(user({ active: 'False' })))).toMatchObject({ active: false });
    expect(attributes(create(user({ roles: [{ value: 'a', primary: 'True' }] })))['roles']).toEqual([
      { value: 'a', primary: true },
    ]);
    expect(create(user({ active: 'False' }), { booleanStrings: 'reject' })).toMatchObject(refusal('invalidValue'));
  });

  it('unwraps a single-valued attribute from a list of one unless told otherwise', () => {
    expect(attributes(create(user({ active: [false] })))).toMatchObject({ active: false });
    expect(create(user({ active: [false] }), { singletonArrays: 'reject' })).toMatchObject(refusal('invalidValue'));
    expect(create(user({ title: ['a', 'b'] }))).toMatchObject(refusal('invalidValue'));
  });

  it.each([
    { userName: 7 },
    { title: {} },
    { active: 1 },
    { active: 'yes' },
    { name: 'Ada' },
    { name: [] },
    { emails: { value: 'a' } },
    { emails: ['a@example.com'] },
    { emails: [{ value: 7 }] },
    { profileUrl: 'not a uri' },
    { externalId: ['a', 'b'] },
  ])('260: refuses %j', (more) => {
    expect(create(user(more))).toMatchObject(refusal('invalidValue', new RegExp(Object.keys(more)[0]!)));
  });

  const measured: ResourceType = {
    ...userResourceType,
    id: 'Reading',
    extensions: [],
    schema: {
      ...userResourceType.schema,
      id: 'urn:example:Reading',
      attributes: (['integer', 'decimal', 'dateTime', 'boolean', 'binary'] as const).map((type) => ({
        ...userResourceType.schema.attributes[0]!,
        name: type,
        type,
        required: false,
        uniqueness: 'none',
      })),
    },
  };
  const measure = (value: object) => create({ schemas: ['urn:example:Reading'], ...value }, {}, measured);

  it.each([
    { integer: 7 },
    { integer: -3 },
    { decimal: 1.5 },
    { decimal: 7 },
    { dateTime: '2026-03-01T09:30:00Z' },
    { dateTime: '2024-02-29T23:59:59.123456789+05:30' },
  ])('260: accepts %j; 259: on a custom type', (value) => {
    expect(attributes(measure(value))).toMatchObject(value);
  });

  it.each([
    { integer: 1.5 },
    { integer: '7' },
    { decimal: '7' },
    { dateTime: '2026-03-01' },
    { dateTime: '2026-03-01T09:30:00' },
    { dateTime: '2026-02-29T09:30:00Z' },
    { dateTime: '2026-13-01T09:30:00Z' },
    { dateTime: '2026-03-01T24:30:00Z' },
    { dateTime: 7 },
  ])('260: refuses %j', (value) => {
    expect(measure(value)).toMatchObject(refusal('invalidValue'));
  });

  it('261: canonicalValues suggest, or are enforced by setting', () => {
    const body = user({ emails: [{ value: 'a', type: 'sideline' }] });
    expect(create(body)).toMatchObject({ kind: 'valid' });
    expect(create(body, { canonicalValues: 'enforce' })).toMatchObject(refusal('invalidValue', /emails\[0\]\.type/));
  });

  it('263: stores names under the schema spelling', () => {
    const body = { SCHEMAS: [USER_SCHEMA], USERNAME: 'ada', Name: { GIVENNAME: 'Ada' }, eMails: [{ VALUE: 'a' }] };
    expect(attributes(create(body))).toEqual({
      schemas: [USER_SCHEMA],
      userName: 'ada',
      active: true,
      name: { givenName: 'Ada' },
      emails: [{ value: 'a' }],
    });
  });

  it('264: refuses two spellings of one attribute in one object, or lets the last win', () => {
    const body = user({ USERNAME: 'grace', name: { givenName: 'A', GivenName: 'B' } });
    expect(create(body)).toMatchObject(refusal('invalidSyntax', /USERNAME.*name\.GivenName/));
    expect(attributes(create(body, { repeatedAttribute: 'last-wins' }))).toMatchObject({
      userName: 'grace',
      name: { givenName: 'B' },
    });
  });

  it.each(['userName', 'externalId', 'displayName', 'title'])('277: refuses a %s of 100,000 characters', (name) => {
    expect(create(user({ [name]: 'x'.repeat(100_000) }))).toMatchObject(refusal('invalidValue', /longer than \d+/));
  });

  it('277: keeps looked-up texts below what an index entry can hold', () => {
    expect(create(user({ emails: [{ value: 'x'.repeat(1_025) }] }))).toMatchObject(refusal('invalidValue', /1024/));
    expect(create(user({ userName: '字'.repeat(1_000) }))).toMatchObject(refusal('invalidValue', /2560 bytes/));
    expect(create(user({ userName: '\ufdfa'.repeat(200) }))).toMatchObject(refusal('invalidValue', /2560 bytes/));
    expect(create(user({ userName: 'x'.repeat(1_024), title: 'y'.repeat(60_000) }))).toMatchObject({ kind: 'valid' });
  });

  it('276: __proto__ and its kin are ordinary unknown names and ordinary values', () => {
    const body = JSON.parse(
      `{"schemas":["${USER_SCHEMA}"],"userName":"__proto__","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":{"__proto__":{"polluted":1},"givenName":"constructor"}}`,
    );
    expect(attributes(create(body))).toEqual({
      schemas: [USER_SCHEMA],
      userName: '__proto__',
      active: true,
      name: { givenName: 'constructor' },
    });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('199: an empty string stays, or is unassigned, by setting', () => {
    expect(attributes(create(user({ title: '' })))).toMatchObject({ title: '' });
    expect(attributes(create(user({ title: '' }), { emptyStringClears: 'all' }))).not.toHaveProperty('title');
    expect(
      attributes(create(user({ emails: [{ type: 'work', value: '' }] }), { emptyStringClears: 'all' })),
    ).not.toHaveProperty('emails');
    expect(create(user({ userName: '' }), { emptyStringClears: 'all' })).toMatchObject(refusal('invalidValue'));
  });
});

describe('replacing a user', () => {
  const current = {
    schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
    userName: 'ada',
    externalId: '42',
    active: false,
    name: { givenName: 'Ada', middleName: 'King' },
    emails: [{ type: 'work', value: 'ada@example.com' }],
    [ENTERPRISE_USER_SCHEMA]: { department: 'R&D' },
  };

  it('49: a body with id, meta and groups of a GET is taken; 54: and one without id', () => {
    const body = { ...current, id: '1', meta: { resourceType: 'User' }, groups: [{ value: 'g' }] };
    expect(attributes(replace(body, current))).toEqual(current);
    expect(attributes(replace(current, current))).toEqual(current);
  });

  it('50: clears what is left out, but never reactivates', () => {
    expect(attributes(replace(user(), current))).toEqual({ schemas: [USER_SCHEMA], userName: 'ada', active: false });
  });

  it('50: keeps what is left out or null under the settings of a sparse client', () => {
    const settings = presetOf('jumpcloud');
    const body = {
      schemas: [USER_SCHEMA],
      id: '1',
      userName: 'ada',
      active: true,
      name: { givenName: 'Augusta' },
      emails: null,
    };
    expect(attributes(replace(body, current, settings))).toEqual({
      ...current,
      active: true,
      name: { givenName: 'Augusta', middleName: 'King' },
    });
    expect(attributes(replace({ ...body, emails: [] }, current, settings))).not.toHaveProperty('emails');
  });

  it('46: null clears where null means unassigned', () => {
    expect(attributes(replace({ ...current, emails: null, name: null }, current))).not.toHaveProperty('emails');
  });

  it('52: refuses a body without userName', () => {
    expect(replace({ schemas: [USER_SCHEMA] }, current)).toMatchObject(refusal('invalidValue', /userName/));
    expect(attributes(replace({}, current, presetOf('jumpcloud')))).toEqual(current);
  });

  it('53: ignores another id in the body, or refuses it', () => {
    const mode: ValidationMode = { kind: 'replace', current, id: '1' };
    const body = { ...current, id: '2' };
    expect(validateResource(userResourceType, body, generic, mode)).toMatchObject({ kind: 'valid' });
    const strict = { ...generic, putIdMismatch: 'reject' } as const;
    expect(validateResource(userResourceType, body, strict, mode)).toMatchObject(refusal('mutability'));
  });

  it('55: an immutable attribute takes a first value and then only that one', () => {
    const badge = {
      ...userResourceType.schema.attributes[0]!,
      name: 'badge',
      required: false,
      mutability: 'immutable',
    } as const;
    const type = {
      ...userResourceType,
      schema: { ...userResourceType.schema, attributes: [...userResourceType.schema.attributes, badge] },
    };
    expect(attributes(replace(user({ badge: 'a' }), current, {}, type))).toMatchObject({ badge: 'a' });
    const stored = { ...current, badge: 'a' };
    expect(attributes(replace(user({ badge: 'a' }), stored, {}, type))).toMatchObject({ badge: 'a' });
    expect(attributes(replace(user(), stored, {}, type))).toMatchObject({ badge: 'a' });
    expect(replace(user({ badge: 'b' }), stored, {}, type)).toMatchObject(refusal('mutability', /badge/));
  });
});

describe('members of a group', () => {
  it('71: a group needs a displayName and no members', () => {
    expect(create(group(), {}, groupResourceType)).toMatchObject({ kind: 'valid', members: [] });
    expect(create({ schemas: [GROUP_SCHEMA] }, {}, groupResourceType)).toMatchObject(refusal('invalidValue'));
  });

  it.each([
    ['a list of objects', [{ value: 'a', $ref: null }, { value: 'b' }]],
    ['bare ids', ['a', 'b']],
    ['repeats', [{ value: 'a' }, { value: 'b' }, { value: 'a' }]],
  ])('72, 75: takes %s', (_, sent) => {
    const result = create(group({ members: sent }), {}, groupResourceType);
    expect(members(result)).toEqual([
      { value: 'a', type: 'User' },
      { value: 'b', type: 'User' },
    ]);
    expect(attributes(result)).not.toHaveProperty('members');
  });

  it('72: takes one object, and the type it says or its $ref shows', () => {
    const sent = { value: 'a', type: 'group' };
    expect(members(create(group({ members: sent }), {}, groupResourceType))).toEqual([{ value: 'a', type: 'Group' }]);
    const byReference = [{ $ref: 'https://x/scim/v2/Groups/g%20one' }];
    expect(members(create(group({ members: byReference }), {}, groupResourceType))).toEqual([
      { value: 'g one', type: 'Group' },
    ]);
  });

  it('74: keeps a display; 285: the last one sent', () => {
    const sent = [{ value: 'a', display: 'Ada' }, { value: 'a' }, { value: 'a', display: 'Ada L.' }];
    expect(members(create(group({ members: sent }), {}, groupResourceType))).toEqual([
      { value: 'a', type: 'User', display: 'Ada L.' },
    ]);
  });

  it.each([[[{}]], [[{ value: '' }]], [[{ value: 7 }]], [[7]], [[null]], [7]])('175: refuses members %j', (sent) => {
    expect(create(group({ members: sent }), {}, groupResourceType)).toMatchObject(refusal('invalidValue', /members/));
  });

  it('277: refuses a display of 100,000 characters', () => {
    const sent = [{ value: 'a', display: 'x'.repeat(100_000) }];
    expect(create(group({ members: sent }), {}, groupResourceType)).toMatchObject(refusal('invalidValue', /display/));
  });

  it('76: a PUT replaces the set; without members it empties it, or keeps it by setting', () => {
    const put = (body: object, settings = {}) => members(replace(body, group(), settings, groupResourceType));
    expect(put(group({ members: ['a'] }))).toEqual([{ value: 'a', type: 'User' }]);
    expect(put(group())).toEqual([]);
    expect(put(group({ members: [] }), presetOf('jumpcloud'))).toEqual([]);
    expect(put(group(), presetOf('jumpcloud'))).toBe('keep');
    expect(put(group({ members: null }), presetOf('jumpcloud'))).toBe('keep');
  });
});

describe('any body', () => {
  const names = [
    'schemas',
    'userName',
    'emails',
    'name',
    'active',
    '__proto__',
    'constructor',
    'members',
    'displayName',
    'value',
    ENTERPRISE_USER_SCHEMA,
  ];
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 0, '', 'True', 'x', USER_SCHEMA),
      fc.array(tie('any'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc
      .array(fc.tuple(fc.constantFrom(...names), tie('any')), { maxLength: 5 })
      .map((pairs) => Object.fromEntries(pairs)),
  }));

  it('is answered without throwing, is not changed, and reads the same again', () => {
    fc.assert(
      fc.property(value.any, fc.constantFrom('generic', 'jumpcloud', 'entra'), (body, preset) => {
        const settings = presetOf(preset as 'generic');
        const before = JSON.stringify(body);
        for (const type of [userResourceType, groupResourceType]) {
          const result = validateResource(type, body, settings, { kind: 'create' });
          expect(JSON.stringify(body)).toBe(before);
          if (result.kind === 'invalid') continue;
          const again = validateResource(type, result.attributes, settings, {
            kind: 'replace',
            current: result.attributes,
          });
          expect(again).toMatchObject({ kind: 'valid', attributes: result.attributes });
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
