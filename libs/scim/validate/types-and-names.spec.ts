import type { ResourceType } from '../schema/definition.js';
import { userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import { presetOf } from '../settings/presets.js';
import type { ScimSettings } from '../settings/settings.js';
import { validateResource } from './validate-resource.js';

const generic = presetOf('generic');
const create = (body: unknown, settings: Partial<ScimSettings> = {}, type = userResourceType) =>
  validateResource(type, body, { ...generic, ...settings }, { kind: 'create' });
const user = (more: object = {}) => ({ schemas: [USER_SCHEMA], userName: 'ada', ...more });
const attributes = (result: ReturnType<typeof create>) => {
  if (result.kind === 'invalid') throw new Error(result.error.detail);
  return result.attributes;
};
const refusal = (scimType: string, detail: RegExp = /./) => ({
  kind: 'invalid',
  error: { status: 400, scimType, detail: expect.stringMatching(detail) },
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

  it('reads attributes under or behind the URN of their schema, as PATCH does', () => {
    const { schemas, ...core } = user({ title: 'Countess' });
    const department = `${ENTERPRISE_USER_SCHEMA}:department`;
    expect(attributes(create({ schemas, [USER_SCHEMA.toUpperCase()]: core }))).toMatchObject(core);
    expect(attributes(create(user({ [`${USER_SCHEMA}:Title`]: 'Countess' })))).toMatchObject(core);
    const extended = user({ [ENTERPRISE_USER_SCHEMA]: { division: 'a' }, [department]: 'b' });
    expect(attributes(create(extended))[ENTERPRISE_USER_SCHEMA]).toEqual({ division: 'a', department: 'b' });
    expect(attributes(create(user({ [`${USER_SCHEMA}:__proto__`]: { polluted: true } })))).toEqual(
      attributes(create(user())),
    );
    expect(create(user({ [USER_SCHEMA]: 'Ada' }))).toMatchObject(
      refusal('invalidValue', /core:2\.0:User: must be an object/),
    );
  });

  it('refuses an attribute that is there with and without its URN, unless told otherwise', () => {
    const twice = user({ title: 'a', [USER_SCHEMA]: { title: 'b' } });
    expect(create(twice)).toMatchObject(refusal('invalidSyntax', /User:title: appears twice/));
    expect(attributes(create(twice, { repeatedAttribute: 'last-wins' }))).toMatchObject({ title: 'b' });
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
    { dateTime: '2026-03-01T09:30' },
    { dateTime: '2026-02-29T09:30:00Z' },
    { dateTime: '2026-13-01T09:30:00Z' },
    { dateTime: '2026-03-01T24:30:00Z' },
    { dateTime: 7 },
  ])('260: refuses %j', (value) => {
    expect(measure(value)).toMatchObject(refusal('invalidValue'));
  });

  it('260: takes what is no URI where the directory takes any text for one', () => {
    const sent = user({ profileUrl: 'my page', photos: [{ value: 'https://x.example/a b.png' }] });
    expect(create(sent)).toMatchObject(
      refusal('invalidValue', /profileUrl: must be a URI; photos\[0\]\.value: must be/),
    );
    expect(attributes(create(sent, { referenceSyntax: 'any' }))).toMatchObject(sent);
    expect(create(user({ profileUrl: 7 }), { referenceSyntax: 'any' })).toMatchObject(refusal('invalidValue'));
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
