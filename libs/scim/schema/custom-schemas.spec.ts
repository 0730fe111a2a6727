import { resolvePath } from '../resolve/resolve-path.js';
import { isScimError } from '../scim-error.js';
import { resourceTypesOf } from './custom-resource-types.js';
import type { SchemaDefinition } from './definition.js';
import { parseSchemaDocument } from './parse-schema-document.js';
import { schemaConflicts } from './schema-changes.js';

const urn = 'urn:example:params:scim:schemas:badge:1.0';
const document = (...attributes: object[]) => ({ id: urn, attributes });

const parsed = (...attributes: object[]): SchemaDefinition => {
  const schema = parseSchemaDocument(document(...attributes));
  if (isScimError(schema)) throw new Error(schema.detail);
  return schema;
};
const conflicts = (before: object, after: object) => schemaConflicts(parsed(before), parsed(after));

describe('a custom schema document', () => {
  test('259: gets the defaults of RFC 7643 §2.2 for what it leaves out', () => {
    expect(parsed({ name: 'code' }, { name: 'photo', type: 'binary', multiValued: true })).toMatchObject({
      id: urn,
      name: '1.0',
      attributes: [
        {
          name: 'code',
          type: 'string',
          multiValued: false,
          required: false,
          caseExact: false,
          mutability: 'readWrite',
          returned: 'default',
          uniqueness: 'none',
        },
        { name: 'photo', type: 'binary', multiValued: true, caseExact: true },
      ],
    });
  });

  test.each([
    ['not an object', 5, 'must be an object'],
    ['no attributes', { id: urn, attributes: [] }, 'must not be empty'],
    ['a bad id', { id: 'badge', attributes: [{ name: 'a' }] }, 'id must be'],
    ['a quote in the id', { id: "urn:example:it's", attributes: [{ name: 'a' }] }, 'id must be'],
    ['__proto__', document({ name: '__proto__' }), '__proto__.name must be'],
    ['a name of the protocol', document({ name: 'META' }), 'taken by the protocol'],
    ['two names that differ by case', document({ name: 'a' }, { name: 'A' }), 'declared twice'],
    ['an unknown type', document({ name: 'a', type: 'text' }), 'a.type must be one of'],
    ['readOnly', document({ name: 'a', mutability: 'readOnly' }), 'a.mutability must be one of'],
    ['a flag as text', document({ name: 'a', required: 'true' }), 'a.required must be true or false'],
    ['complex without parts', document({ name: 'a', type: 'complex' }), 'a.subAttributes must be a list'],
    [
      'complex in complex',
      document({ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex' }] }),
      'a.b is a sub-attribute',
    ],
    ['too many attributes', document(...Array.from({ length: 201 }, (_, at) => ({ name: `a${at}` }))), 'at most 200'],
  ])('259: %s is refused, with the place', (_, given, detail) => {
    expect(parseSchemaDocument(given)).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringContaining(detail),
    });
  });

  test('259: all problems come at once', () => {
    const refusal = parseSchemaDocument(document({ name: 'a', type: 'x' }, { name: '1', uniqueness: 'all' }));
    expect(isScimError(refusal) && refusal.detail.split('; ')).toHaveLength(3);
  });
});

describe('the change of a schema', () => {
  const code = { name: 'code' };
  test.each([
    ['nothing changed', code, code, []],
    ['new words', code, { ...code, description: 'x', canonicalValues: ['a'] }, []],
    ['integer becomes decimal', { ...code, type: 'integer' }, { ...code, type: 'decimal' }, []],
    ['decimal becomes integer', { ...code, type: 'decimal' }, { ...code, type: 'integer' }, ['type present']],
    ['another type', code, { ...code, type: 'boolean' }, ['type present']],
    ['another spelling', code, { name: 'Code' }, ['removed present']],
    ['another name', code, { name: 'other' }, ['removed present']],
    ['several values', code, { ...code, multiValued: true }, ['multiValued present']],
    ['required', code, { ...code, required: true }, ['required absent']],
    ['no longer required', { ...code, required: true }, code, []],
    ['unique', code, { ...code, uniqueness: 'server' }, ['uniqueness present']],
    ['no longer unique', { ...code, uniqueness: 'server' }, code, []],
    ['shown after all', { ...code, returned: 'never' }, code, ['returned present']],
  ])('259: %s', (_, before, after, expected) => {
    expect(conflicts(before, after).map(({ change, breaksWhen }) => `${change} ${breaksWhen}`)).toEqual(expected);
  });

  test('259: sub-attributes are compared too, and new required ones ask for what is absent', () => {
    const before = { name: 'keys', type: 'complex', subAttributes: [{ name: 'value' }, { name: 'old' }] };
    const after = {
      ...before,
      subAttributes: [
        { name: 'value', type: 'integer' },
        { name: 'new', required: true },
      ],
    };
    expect(conflicts(before, after)).toEqual([
      { path: 'keys.value', change: 'type', breaksWhen: 'present' },
      { path: 'keys.old', change: 'removed', breaksWhen: 'present' },
      { path: 'keys.new', change: 'required', breaksWhen: 'absent' },
    ]);
    expect(schemaConflicts(parsed(code), parsed(code, { name: 'more' }))).toEqual([]);
  });
});

describe('the resource types of a directory', () => {
  const custom = {
    schemas: {
      [urn]: { document: document({ name: 'code' }), extends: [{ resourceType: 'User', required: true }] },
      'urn:example:Device': { document: { id: 'urn:example:Device', attributes: [{ name: 'serial' }] }, extends: [] },
    },
    resourceTypes: {
      Device: { document: { endpoint: '/Devices', schema: 'URN:example:device', description: 'Things' } },
    },
  };

  test('259: extensions and own types join the built-in ones', () => {
    const types = resourceTypesOf(custom);
    if (isScimError(types)) throw new Error(types.detail);
    const [user, group, device] = types;
    expect(types.map(({ name }) => name)).toEqual(['User', 'Group', 'Device']);
    expect(resolvePath(user!, `${urn.toUpperCase()}:CODE`)?.keys).toEqual([urn, 'code']);
    expect(user?.extensions.at(-1)?.required).toBe(true);
    expect(group?.extensions).toEqual([]);
    expect(device).toMatchObject({ id: 'Device', endpoint: '/Devices', description: 'Things' });
    expect(resolvePath(device!, 'serial')).toBeDefined();
  });

  test('259: a type without a known schema is refused', () => {
    expect(resourceTypesOf({ schemas: {}, resourceTypes: custom.resourceTypes })).toMatchObject({ status: 400 });
    expect(resourceTypesOf()).toHaveLength(2);
  });
});
