import fc from 'fast-check';
import {
  bulkSchema,
  enterpriseSchema,
  groupSchema,
  patchSchema,
  searchSchema,
  userSchema,
} from '../conformance/wire.js';

/** `self` in a path or body stands for a user of the sender's own. */
export type FuzzRequest = { readonly method: string; readonly path: string; readonly body?: string };

const oddText = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    'a\udc00b',
    '\uFEFF',
    'İ',
    'ß',
    '__proto__',
    'constructor',
    'toString',
    '%00',
    '%',
    '_',
    "' or 1=1 --",
    '"',
    '\\',
    'self',
    'True',
    '2026-01-01T00:00:00Z',
    '-1',
    '1e999',
    'x'.repeat(70_000),
    '9'.repeat(400),
  ),
);

const attribute = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'userName',
      'displayName',
      'title',
      'active',
      'name',
      'name.givenName',
      'emails',
      'emails.value',
      'emails.primary',
      'phoneNumbers',
      'addresses',
      'roles',
      'x509Certificates',
      'externalId',
      'id',
      'meta',
      'meta.lastModified',
      'schemas',
      'groups',
      'members',
      'members.value',
      'password',
      'USERNAME',
      `${enterpriseSchema}:manager`,
      `${enterpriseSchema}:department`,
      `${enterpriseSchema}:manager.value`,
      enterpriseSchema,
      `${userSchema}:title`,
    ),
  },
  { weight: 1, arbitrary: oddText },
);

const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(1e308, -0, 2 ** 53, 5e-324));
const scalar = fc.oneof(oddText, number, fc.boolean(), fc.constant(null));
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('value', 'type', 'primary', 'display', '$ref', 'givenName'), oddText),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

const operator = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'EQ', 'zz', '');
const literal = fc.oneof(
  fc.constantFrom('"a"', '"work"', 'true'),
  oddText.map((text) => JSON.stringify(text)),
  fc.constantFrom('true', 'false', 'null', '7', '-7.5e3', 'True', '"self"', '"', ''),
);
const comparison = fc.oneof(
  fc.tuple(attribute, operator, literal).map((parts) => parts.join(' ')),
  attribute.map((name) => `${name} pr`),
);

export const filter: fc.Arbitrary<string> = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small' },
    comparison,
    fc.tuple(tie('filter'), fc.constantFrom('and', 'or', 'AND', 'xor'), tie('filter')).map((parts) => parts.join(' ')),
    tie('filter').map((inner) => `not (${inner})`),
    tie('filter').map((inner) => `(${inner})`),
    fc.tuple(attribute, tie('filter')).map(([name, inner]) => `${name}[${inner}]`),
    fc.tuple(tie('filter'), fc.nat(30)).map(([text, at]) => text.slice(at)),
    oddText,
  ),
})).filter;

const path = fc.oneof(
  attribute,
  fc
    .tuple(attribute, filter, fc.constantFrom('', '.value', '.type', '.x'))
    .map(([name, inner, rest]) => `${name}[${inner}]${rest}`),
  oddText,
);

/** What every schema agrees with, so that not only refusals are tried. */
const soundPair = fc.constantFrom<[string, unknown]>(
  ['title', 'Engineer'],
  ['title', null],
  ['nickName', ''],
  ['ACTIVE', 'False'],
  ['active', true],
  ['name', { givenName: 'Ada', familyName: 'Example' }],
  ['emails', [{ value: 'a@example.com', type: 'work', primary: true }]],
  ['emails', []],
  ['addresses', [{ type: 'home', locality: 'Ghent' }]],
  ['externalId', 'e-1'],
  ['password', 'secret'],
  ['groups', []],
  ['id', 'self'],
  [enterpriseSchema, { department: 'R&D', manager: { value: 'self' } }],
);
const soundAttributes = fc.array(soundPair, { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs));
const soundOperation = fc.constantFrom(
  { op: 'add', path: 'title', value: 'Lead' },
  { op: 'remove', path: 'title' },
  { op: 'Replace', value: { active: 'False', 'name.givenName': 'Eve' } },
  { op: 'add', path: 'emails', value: [{ value: 'b@example.com', type: 'home' }] },
  { op: 'add', path: 'emails[type eq "other"].value', value: 'c@example.com' },
  { op: 'remove', path: 'emails[value co "@"]' },
  { op: 'replace', path: `${enterpriseSchema}:manager`, value: 'self' },
  { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
);

const oddOperation = fc.record(
  { op: fc.oneof(fc.constantFrom('add', 'remove', 'replace', 'Add'), oddText), path, value },
  { requiredKeys: ['op'] },
);

const operation = fc.oneof({ weight: 3, arbitrary: soundOperation }, { weight: 1, arbitrary: oddOperation });

const patch = fc.record({
  schemas: fc.oneof({ weight: 9, arbitrary: fc.constant([patchSchema]) }, { weight: 1, arbitrary: value }),
  Operations: fc.oneof(
    { weight: 9, arbitrary: fc.array(operation, { maxLength: 5 }) },
    { weight: 1, arbitrary: value },
  ),
});

const oddAttributes = fc.dictionary(attribute, value, { maxKeys: 3, noNullPrototype: true });
const attributes = fc.oneof(
  soundAttributes,
  oddAttributes,
  fc.tuple(soundAttributes, oddAttributes).map(([sound, odd]) => ({ ...sound, ...odd })),
);
const user = attributes.map((more) => ({ schemas: [userSchema], userName: 'fuzz', ...more }));
const group = attributes.map((more) => ({ schemas: [groupSchema], displayName: 'fuzz', ...more }));
const search = fc.record(
  { schemas: fc.constant([searchSchema]), filter, sortBy: path, count: value, startIndex: value, attributes: value },
  { requiredKeys: [] },
);
const bulk = fc.record({
  schemas: fc.constant([bulkSchema]),
  failOnErrors: fc.oneof(fc.constant(undefined), value),
  Operations: fc.array(
    fc.oneof(
      fc.record(
        {
          method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'GET'),
          path: fc.constantFrom('/Users', '/Groups', '/Users/self', '/Users/bulkId:a', '/Bulk', '/', 'Users'),
          bulkId: fc.constantFrom('a', 'b', '__proto__', ''),
          data: fc.oneof(
            user,
            group,
            patch,
            fc.constant({ schemas: [groupSchema], displayName: 'b', members: [{ value: 'bulkId:a' }] }),
          ),
          version: oddText,
        },
        { requiredKeys: ['method', 'path'] },
      ),
      value,
    ),
    { maxLength: 5 },
  ),
});

/** JSON, sometimes with a piece cut out or put in. */
const text = (body: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: body.map((json) => JSON.stringify(json) ?? '') },
    {
      weight: 1,
      arbitrary: fc
        .tuple(body, fc.nat(200), fc.nat(20), fc.constantFrom('', '"', '{', ']', '\u0000', ',', '\\ud8', '1e9'))
        .map(([json, from, length, put]) => {
          const whole = JSON.stringify(json) ?? '';
          return whole.slice(0, from) + put + whole.slice(from + length);
        }),
    },
  );

const query = fc
  .dictionary(
    fc.oneof(
      fc.constantFrom(
        'filter',
        'sortBy',
        'sortOrder',
        'attributes',
        'excludedAttributes',
        'startIndex',
        'count',
        'cursor',
      ),
      oddText,
    ),
    fc.oneof(filter, path, oddText, fc.integer().map(String)),
    { maxKeys: 4, noNullPrototype: true },
  )
  .map(
    (pairs) =>
      new URLSearchParams(
        Object.entries(pairs).map(([name, one]): [string, string] => [
          name.toWellFormed(),
          one.toWellFormed().slice(0, 4_000),
        ]),
      ),
  );

const place = fc.oneof(
  fc.constantFrom('/Users', '/Groups', '/', '/Users/self', '/Schemas', '/Me', '/Nowhere'),
  oddText.map((id) => `/Users/${encodeURIComponent(id.toWellFormed().slice(0, 3_000))}`),
);

const sent = (method: string, path: string, body: fc.Arbitrary<unknown>): fc.Arbitrary<FuzzRequest> =>
  text(body).map((body) => ({ method, path, body }));

export const anyRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
  fc.tuple(place, query).map(([at, parameters]) => ({ method: 'GET', path: `${at}?${parameters}` })),
  filter.map((one) => ({
    method: 'GET',
    path: `/Users?filter=${encodeURIComponent(one.toWellFormed().slice(0, 4_000))}`,
  })),
  sent('POST', '/Users', user),
  sent('POST', '/Groups', group),
  sent('PUT', '/Users/self', user),
  sent('PATCH', '/Users/self', patch),
  sent('PATCH', '/Users/self', patch),
  sent('POST', '/.search', search),
  sent('POST', '/Users/.search', search),
  sent('POST', '/Bulk', bulk),
  sent('POST', '/Users', value),
);
