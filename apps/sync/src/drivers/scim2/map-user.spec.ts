import { canonicalJson, contentHash } from './canonical.js';
import { mapUser } from './map-user.js';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

it('sends what is stored, with our id as externalId, and keeps to itself what is not the product’s business', () => {
  const doc = {
    id: 'x',
    meta: {},
    schemas: ['whatever'],
    groups: [{ value: 'g' }],
    password: 'secret',
    externalId: 'of the identity provider',
    userName: 'ada',
    title: null,
    active: false,
    [enterprise]: { department: 'Engines' },
  };
  expect(mapUser('our-id', doc, true)).toEqual({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
    externalId: 'our-id',
    userName: 'ada',
    active: true,
    [enterprise]: { department: 'Engines' },
  });
});

it('hashes equal accounts alike whatever the order of their attributes, and different ones apart', () => {
  expect(contentHash({ a: 1, b: { c: [1, 2], d: 3 } })).toBe(contentHash({ b: { d: 3, c: [1, 2] }, a: 1 }));
  expect(contentHash({ a: [1, 2] })).not.toBe(contentHash({ a: [2, 1] }));
  expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
});
