import { presetOf } from '../settings/presets.js';
import { PATCH_OP_SCHEMA, parsePatchRequest } from './patch-request.js';

const schemas = [PATCH_OP_SCHEMA];
const Operations = [{ op: 'add', path: 'title', value: 'x' }];
const parse = (body: unknown, kind: 'generic' | 'entra' = 'generic') => parsePatchRequest(body, presetOf(kind));
const refused = { kind: 'scim-error', status: 400, scimType: 'invalidSyntax' };

describe('the envelope of a PATCH', () => {
  it('164: takes Operations in any case of its name', () => {
    expect(parse({ schemas, Operations })).toEqual({ kind: 'patch-request', operations: Operations });
    expect(parse({ SCHEMAS: [PATCH_OP_SCHEMA.toUpperCase()], operations: Operations })).toMatchObject({
      operations: Operations,
    });
  });

  it.each([
    [],
    null,
    'text',
    { schemas },
    { schemas, Operations: {} },
    { schemas, Operations: [] },
    { Operations },
    { schemas: [], Operations },
    { schemas: ['urn:x'], Operations },
    { schemas: PATCH_OP_SCHEMA, Operations },
  ])('164: refuses %j', (body) => {
    expect(parse(body)).toMatchObject(refused);
  });

  it('164: does without schemas for providers that leave it out, not with a wrong one', () => {
    expect(parse({ Operations }, 'entra')).toMatchObject({ kind: 'patch-request' });
    expect(parse({ schemas: ['urn:x'], Operations }, 'entra')).toMatchObject(refused);
  });

  it.each([{ op: 'move', path: 'a' }, { path: 'a', value: 1 }, { op: 7 }, 'add', null, [], { op: null }])(
    '166: refuses the operation %j',
    (operation) => {
      expect(parse({ schemas, Operations: [operation] })).toMatchObject(refused);
    },
  );

  it('169: a path is a string; null is none', () => {
    expect(parse({ schemas, Operations: [{ op: 'add', path: 7, value: 1 }] })).toMatchObject({
      scimType: 'invalidPath',
    });
    expect(parse({ schemas, Operations: [{ op: 'add', path: null, value: {} }] })).toMatchObject({
      operations: [{ op: 'add', value: {} }],
    });
  });

  it('tells an absent value from null', () => {
    expect(parse({ schemas, Operations: [{ op: 'remove', path: 'a' }] })).toEqual({
      kind: 'patch-request',
      operations: [{ op: 'remove', path: 'a' }],
    });
    expect(parse({ schemas, Operations: [{ op: 'remove', path: 'a', value: null }] })).toMatchObject({
      operations: [{ value: null }],
    });
  });
});
