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
