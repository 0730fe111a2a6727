import type { Attributes } from '../attributes.js';
import { changedAttributes } from '../changed-attributes.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import { presetOf } from '../settings/presets.js';
import type { ScimSettings } from '../settings/settings.js';
import { applyPatch, type Patched } from './apply-patch.js';
import { PATCH_OP_SCHEMA, parsePatchRequest } from './patch-request.js';

const generic = presetOf('generic');
const ada: Attributes = {
  schemas: [USER_SCHEMA],
  userName: 'ada',
  active: true,
  title: 'Countess',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [
    { type: 'work', value: 'ada@work.example', primary: true },
    { type: 'home', value: 'ada@home.example', display: 'Home' },
  ],
};

const patch = (
  operations: object | object[],
  settings: Partial<ScimSettings> = {},
  current = ada,
  type = userResourceType,
) => applyPatch(type, current, [operations].flat(), { ...generic, ...settings });
const patched = (...given: Parameters<typeof patch>): Attributes => {
  const result = patch(...given);
  if (result.kind !== 'patched') throw new Error(`${result.scimType}: ${result.detail}`);
  return result.attributes;
};
const refusal = (scimType: string) => ({ kind: 'scim-error', status: 400, scimType });
const enterprise = (attributes: Attributes) => attributes[ENTERPRISE_USER_SCHEMA];
const withManager: Attributes = {
  ...ada,
  schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
  [ENTERPRISE_USER_SCHEMA]: { department: 'R&D', manager: { value: 'm1' } },
};

describe('paths and operations', () => {
  it.each(['Add', 'REPLACE', 'replace ', 'add'])('165: takes the operation %s', (op) => {
    expect(patched({ op, path: 'title', value: 'Dr' })).toMatchObject({ title: 'Dr' });
  });

  it('167: remove without a path has no target', () => {
    expect(patch({ op: 'remove' })).toMatchObject(refusal('noTarget'));
    expect(patch({ op: 'remove', value: { title: 'x' } })).toMatchObject(refusal('noTarget'));
  });

  it('168: add and replace need a value', () => {
    expect(patch({ op: 'add', path: 'title' })).toMatchObject(refusal('invalidValue'));
    expect(patch({ op: 'replace', path: 'title' })).toMatchObject(refusal('invalidValue'));
    expect(patch({ op: 'replace' })).toMatchObject(refusal('invalidValue'));
    expect(patch({ op: 'add', value: 'text' })).toMatchObject(refusal('invalidValue'));
  });

  it.each([
    '',
    '.',
    'emails[',
    'emails]',
    'name..givenName',
    'emails[type eq "work"',
    '$[0]',
    'a b',
    'urn:x',
    'name[givenName eq "a"]',
  ])('169: refuses the malformed path %j', (path) => {
    const error = patch({ op: 'replace', path, value: 'x' });
    expect(error).toMatchObject({ kind: 'scim-error', status: 400 });
    expect(['invalidPath', 'invalidFilter']).toContain((error as { scimType: string }).scimType);
  });

  it('unwraps a path-less value from a list of one unless told otherwise', () => {
    const operation = { op: 'replace', value: [{ title: 'Dr' }] };
    expect(patched(operation)).toMatchObject({ title: 'Dr' });
    expect(patch(operation, { singletonArrays: 'reject' })).toMatchObject(refusal('invalidValue'));
    expect(patch({ op: 'replace', value: [{ title: 'a' }, { title: 'b' }] })).toMatchObject(refusal('invalidValue'));
  });

  it('169: a bad filter in a path is invalidFilter', () => {
    expect(patch({ op: 'remove', path: 'emails[type xx "work"]' })).toMatchObject(refusal('invalidFilter'));
    expect(patch({ op: 'remove', path: 'emails[nothing eq "work"]' })).toMatchObject(refusal('invalidFilter'));
  });

  it.each([
    'shoeSize',
    'name.nothing',
    'emails[type eq "work"].nothing',
    'urn:example:ext:2.0:User:x',
    `${ENTERPRISE_USER_SCHEMA}:nothing`,
  ])('170: refuses the undeclared path %s, or skips it by setting', (path) => {
    expect(patch({ op: 'add', path, value: 'x' })).toMatchObject(refusal('invalidPath'));
    expect(patched({ op: 'add', path, value: 'x' }, { undeclaredPath: 'ignore' })).toEqual(ada);
  });

  it('171: refuses a sub-attribute of a simple attribute', () => {
    expect(patch({ op: 'replace', path: 'userName.x', value: 'a' })).toMatchObject(refusal('invalidPath'));
  });

  it.each(['id', 'meta', 'meta.created', 'groups', 'groups.value', `${ENTERPRISE_USER_SCHEMA}:manager.displayName`])(
    '172: refuses the readOnly target %s, or skips it by setting',
    (path) => {
      for (const op of ['add', 'replace', 'remove']) {
        expect(patch({ op, path, value: 'x' })).toMatchObject(refusal('mutability'));
        expect(patched({ op, path, value: 'x' }, { readOnlyPath: 'ignore' })).toEqual(ada);
      }
    },
  );

  it.each([
    ['active', 'maybe'],
    ['active', 1],
    ['title', 7],
    ['title', {}],
    ['name', 'Ada'],
    ['name.givenName', {}],
    ['emails', 'a@example.com'],
    ['emails', [{ value: 7 }]],
    ['emails[type eq "work"].value', 7],
    ['emails[type eq "work"]', 'x'],
    ['profileUrl', 'not a uri'],
  ])('175: refuses for %s the value %j', (path, value) => {
    expect(patch({ op: 'replace', path, value })).toMatchObject(refusal('invalidValue'));
  });

  it('177: later operations see what earlier ones did', () => {
    const operations = [
      { op: 'add', path: 'nickName', value: 'A' },
      { op: 'remove', path: 'title' },
      { op: 'replace', path: 'nickName', value: 'B' },
      { op: 'add', path: 'emails', value: [{ value: 'c@example.com', type: 'other' }] },
      { op: 'replace', path: 'emails[type eq "other"].value', value: 'd@example.com' },
    ];
    const result = patched(operations);
    expect(result).toMatchObject({ nickName: 'B' });
    expect(result).not.toHaveProperty('title');
    expect(result['emails']).toContainEqual({ type: 'other', value: 'd@example.com' });
  });

  it('177, 178: is all or nothing and never changes what it is given', () => {
    const before = structuredClone(ada);
    const operations = [
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'x' },
      { op: 'add', path: 'name.middleName', value: 'King' },
      { op: 'replace', path: 'emails[type eq "fax"].value', value: 'x' },
    ];
    expect(patch(operations)).toMatchObject({ scimType: 'noTarget', detail: expect.stringContaining('Operations[2]') });
    expect(ada).toEqual(before);
  });

  it('199: null unassigns; an empty string does for a complex value, and by setting for any', () => {
    expect(patched({ op: 'replace', path: 'title', value: null })).not.toHaveProperty('title');
    expect(patched({ op: 'add', path: 'title', value: null })).not.toHaveProperty('title');
    expect(patched({ op: 'replace', value: { title: null, emails: null } })).not.toHaveProperty('emails');
    expect(patched({ op: 'replace', path: 'title', value: '' })).toMatchObject({ title: '' });
    expect(patched({ op: 'replace', path: 'title', value: '' }, { emptyStringClears: 'all' })).not.toHaveProperty(
      'title',
    );
    expect(patched({ op: 'replace', path: 'name', value: '' })).not.toHaveProperty('name');
    expect(patch({ op: 'replace', path: 'name', value: '' }, { emptyStringClears: 'none' })).toMatchObject(
      refusal('invalidValue'),
    );
  });

  it.each(['False', 'FALSE', 'false', false, [false]])('201: takes %j for a boolean', (value) => {
    expect(patched({ op: 'Replace', path: 'active', value })).toMatchObject({ active: false });
  });

  it('201: refuses boolean strings where told so', () => {
    expect(patch({ op: 'replace', path: 'active', value: 'False' }, { booleanStrings: 'reject' })).toMatchObject(
      refusal('invalidValue'),
    );
  });

  it('204: schemas follows from the data; naming what is there is let through', () => {
    expect(patched({ op: 'add', path: 'schemas', value: [ENTERPRISE_USER_SCHEMA] })).toEqual(ada);
    expect(patch({ op: 'add', path: 'schemas', value: ['urn:x'] })).toMatchObject(refusal('mutability'));
    expect(patch({ op: 'remove', path: 'schemas' })).toMatchObject(refusal('mutability'));
  });

  it.each(['__proto__', '__proto__.polluted', 'constructor', 'constructor.prototype', 'toString', 'name.__proto__'])(
    '207: %s is an unknown attribute like any other',
    (name) => {
      expect(patch({ op: 'add', path: name, value: { polluted: 1 } })).toMatchObject(refusal('invalidPath'));
      const value = JSON.parse(`{"${name}":{"polluted":1},"${name}.polluted":1}`);
      expect(patched({ op: 'add', value })).toEqual(ada);
      expect(patch({ op: 'add', value }, { undeclaredAttribute: 'reject' })).toMatchObject(refusal('invalidPath'));
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );

  it('208: refuses more operations or values than the limits', () => {
    const operations = Array.from({ length: 1_001 }, () => ({ op: 'add', path: 'title', value: 'x' }));
    const request = { schemas: [PATCH_OP_SCHEMA], Operations: operations };
    expect(parsePatchRequest(request, generic)).toMatchObject({ status: 413 });
    expect(parsePatchRequest(request, generic, 1_001)).toMatchObject({ kind: 'patch-request' });
    const emails = Array.from({ length: 1_001 }, (_, at) => ({ value: `${at}@example.com` }));
    expect(patch({ op: 'add', path: 'emails', value: emails })).toMatchObject(refusal('invalidValue'));
    expect(patch({ op: 'add', path: 'title', value: 'x'.repeat(100_000) })).toMatchObject(refusal('invalidValue'));
  });

  it('263: takes names in any case and stores them under the schema spelling', () => {
    expect(patched({ op: 'add', path: 'NAME.MiddleNAME', value: 'King' })).toMatchObject({
      name: { middleName: 'King' },
    });
    expect(patched({ op: 'replace', value: { DISPLAYNAME: 'A', eMails: [{ VALUE: 'x' }] } })).toMatchObject({
      displayName: 'A',
      emails: [{ value: 'x' }],
    });
  });

  it('43: takes a password, says so, and does not keep it', () => {
    const result = patch({ op: 'replace', path: 'password', value: 'secret' }) as Patched;
    expect(result).toMatchObject({ passwordSent: true, attributes: ada });
    expect(patch({ op: 'replace', value: { password: 's' } })).toMatchObject({ passwordSent: true, attributes: ada });
    expect(patched({ op: 'remove', path: 'password' })).toEqual(ada);
  });
});

describe('simple and complex attributes', () => {
  it('174: a required attribute cannot be removed', () => {
    expect(patch({ op: 'remove', path: 'userName' })).toMatchObject(refusal('mutability'));
    expect(patch({ op: 'replace', path: 'userName', value: null })).toMatchObject(refusal('mutability'));
    expect(patch({ op: 'replace', path: 'userName', value: '' })).toMatchObject(refusal('invalidValue'));
  });

  it('179: adding what is there changes nothing, twice neither', () => {
    const operation = { op: 'add', value: { title: 'Countess', name: { givenName: 'Ada' }, emails: ada['emails'] } };
    expect(changedAttributes(ada, patched([operation, operation]))).toEqual([]);
  });

  it('181: add and replace merge into a complex attribute', () => {
    const name = { givenName: 'Augusta', familyName: 'Lovelace' };
    for (const op of ['add', 'replace']) {
      expect(patched({ op, path: 'name', value: { givenName: 'Augusta' } })).toMatchObject({ name });
      expect(patched({ op, value: { name: { givenName: 'Augusta' } } })).toMatchObject({ name });
      expect(patched({ op, path: 'name.givenName', value: 'Augusta' })).toMatchObject({ name });
    }
    expect(patched({ op: 'replace', value: { name: { givenName: null } } })['name']).toEqual({
      familyName: 'Lovelace',
    });
  });

  it('182: path-less values follow the rule of each type', () => {
    const value = { title: 'Dr', name: { middleName: 'King' }, emails: { value: 'x@example.com', type: 'other' } };
    expect(patched({ op: 'add', value })).toMatchObject({
      title: 'Dr',
      name: { givenName: 'Ada', familyName: 'Lovelace', middleName: 'King' },
      emails: [...(ada['emails'] as []), { value: 'x@example.com', type: 'other' }],
    });
    expect(patched({ op: 'replace', value })['emails']).toEqual([{ value: 'x@example.com', type: 'other' }]);
  });

  it('184: keys of a path-less value may be paths', () => {
    const value = {
      'name.givenName': 'Augusta',
      'emails[type eq "work"].value': 'new@work.example',
      [`${ENTERPRISE_USER_SCHEMA}:department`]: 'R&D',
      [`${USER_SCHEMA}:nickName`]: 'A',
    };
    const result = patched({ op: 'replace', value });
    expect(result).toMatchObject({ name: { givenName: 'Augusta', familyName: 'Lovelace' }, nickName: 'A' });
    expect((result['emails'] as unknown[])[0]).toEqual({ type: 'work', value: 'new@work.example', primary: true });
    expect(enterprise(result)).toEqual({ department: 'R&D' });
  });

  it('185: readOnly names in a path-less value are ignored', () => {
    const value = { id: 'x', schemas: ['urn:y'], meta: { version: 'z' }, groups: [], displayName: 'A' };
    expect(patched({ op: 'replace', value })).toEqual({ ...ada, displayName: 'A' });
  });

  it('186: replace of an unset attribute adds it', () => {
    expect(patched({ op: 'replace', path: 'nickName', value: 'A' })).toMatchObject({ nickName: 'A' });
    expect(patched({ op: 'replace', path: 'ims', value: [{ value: 'a' }] })).toMatchObject({ ims: [{ value: 'a' }] });
  });

  it('removes a sub-attribute, and the attribute with its last one', () => {
    const result = patched({ op: 'remove', path: 'name.givenName' });
    expect(result['name']).toEqual({ familyName: 'Lovelace' });
    expect(patched({ op: 'remove', path: 'name.familyName' }, {}, result)).not.toHaveProperty('name');
    expect(patched({ op: 'remove', path: 'nickName' })).toEqual(ada);
  });

  it('210: deactivates as Okta does', () => {
    expect(patched({ op: 'replace', value: { active: false } })).toMatchObject({ active: false });
  });
});

describe('extensions', () => {
  it('183: objects under a URN merge', () => {
    const value = { [ENTERPRISE_USER_SCHEMA]: { costCenter: '4' } };
    expect(enterprise(patched({ op: 'replace', value }, {}, withManager))).toEqual({
      department: 'R&D',
      manager: { value: 'm1' },
      costCenter: '4',
    });
  });

  it.each([
    'm2',
    { value: 'm2' },
    { value: 'm2', displayName: 'Grace', $ref: '../Users/m2' },
    { $ref: 'https://x/Users/m2' },
    [{ value: 'm2' }],
  ])('200: takes %j for a manager', (value) => {
    for (const op of ['add', 'replace']) {
      const result = patched({ op, path: `${ENTERPRISE_USER_SCHEMA}:manager`, value }, {}, withManager);
      expect(enterprise(result)).toEqual({ department: 'R&D', manager: { value: 'm2' } });
    }
  });

  it.each(['', null, { value: '' }, { value: null }])('200: %j removes the manager', (value) => {
    const result = patched({ op: 'replace', path: `${ENTERPRISE_USER_SCHEMA}:manager`, value }, {}, withManager);
    expect(enterprise(result)).toEqual({ department: 'R&D' });
  });

  it('200: a readOnly displayName alone does not touch the manager', () => {
    const path = `${ENTERPRISE_USER_SCHEMA}:manager`;
    expect(patched({ op: 'replace', path, value: { displayName: 'x' } }, {}, withManager)).toEqual(withManager);
  });

  it.each([
    [`${ENTERPRISE_USER_SCHEMA}:department`, 'Ops', { department: 'Ops' }],
    [`${ENTERPRISE_USER_SCHEMA.toUpperCase()}:DEPARTMENT`, 'Ops', { department: 'Ops' }],
    [`${ENTERPRISE_USER_SCHEMA}:manager.value`, 'm2', { manager: { value: 'm2' } }],
    [`${ENTERPRISE_USER_SCHEMA}.manager`, 'm2', { manager: { value: 'm2' } }],
    [ENTERPRISE_USER_SCHEMA, { department: 'Ops' }, { department: 'Ops' }],
    ['urn:scim:schemas:extension:enterprise:1.0.manager', 'm2', { manager: { value: 'm2' } }],
  ])('202: follows the path %s', (path, value, expected) => {
    const result = patched({ op: 'add', path, value });
    expect(enterprise(result)).toEqual(expected);
    expect(result['schemas']).toEqual([USER_SCHEMA, ENTERPRISE_USER_SCHEMA]);
  });

  it('202: follows the core URN, alone too', () => {
    expect(patched({ op: 'replace', path: `${USER_SCHEMA}:title`, value: 'Dr' })).toMatchObject({ title: 'Dr' });
    expect(patched({ op: 'replace', path: USER_SCHEMA, value: { title: 'Dr' } })).toMatchObject({ title: 'Dr' });
    expect(patch({ op: 'remove', path: USER_SCHEMA })).toMatchObject(refusal('mutability'));
  });

  it('203: its URN goes with its last attribute', () => {
    const once = patched({ op: 'remove', path: `${ENTERPRISE_USER_SCHEMA}:manager` }, {}, withManager);
    expect(once['schemas']).toEqual([USER_SCHEMA, ENTERPRISE_USER_SCHEMA]);
    expect(patched({ op: 'remove', path: `${ENTERPRISE_USER_SCHEMA}:department` }, {}, once)).toEqual(ada);
    expect(patched({ op: 'remove', path: ENTERPRISE_USER_SCHEMA }, {}, withManager)).toEqual(ada);
    expect(patched({ op: 'replace', value: { [ENTERPRISE_USER_SCHEMA]: null } }, {}, withManager)).toEqual(ada);
  });
});

describe('mutability', () => {
  const text = userResourceType.schema.attributes.find(({ name }) => name === 'title') as AttributeDefinition;
  const badge: AttributeDefinition = { ...text, name: 'badge', mutability: 'immutable' };
  const key: AttributeDefinition = {
    ...text,
    name: 'key',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      { ...text, name: 'value', required: true, mutability: 'immutable' },
      { ...text, name: 'note' },
    ],
  };
  const type: ResourceType = {
    ...userResourceType,
    schema: { ...userResourceType.schema, attributes: [...userResourceType.schema.attributes, badge, key] },
  };

  it('173: an immutable attribute takes its first value and no other', () => {
    const first = patched({ op: 'add', path: 'badge', value: 'a' }, {}, ada, type);
    expect(first).toMatchObject({ badge: 'a' });
    expect(patched({ op: 'replace', path: 'badge', value: 'a' }, {}, first, type)).toEqual(first);
    for (const operation of [
      { op: 'replace', path: 'badge', value: 'b' },
      { op: 'add', value: { badge: 'b' } },
      { op: 'remove', path: 'badge' },
    ]) {
      expect(patch(operation, {}, first, type)).toMatchObject(refusal('mutability'));
    }
  });

  it('173: so does an immutable sub-attribute; 174: a required one stays', () => {
    const keyed = patched({ op: 'add', path: 'key', value: [{ value: 'k1', note: 'n' }] }, {}, ada, type);
    const path = 'key[value eq "k1"].value';
    expect(patch({ op: 'replace', path, value: 'k2' }, {}, keyed, type)).toMatchObject(refusal('mutability'));
    expect(patch({ op: 'remove', path }, {}, keyed, type)).toMatchObject(refusal('mutability'));
    expect(patched({ op: 'replace', path: 'key[value eq "k1"].note', value: 'm' }, {}, keyed, type)).toMatchObject({
      key: [{ value: 'k1', note: 'm' }],
    });
    expect(patch({ op: 'add', path: 'key[note eq "x"].note', value: 'x' }, {}, ada, type)).toMatchObject(
      refusal('invalidValue'),
    );
  });
});
