import { attribute, complex } from '../schema/attribute-notation.js';
import type { ResourceType } from '../schema/definition.js';
import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import { isScimError, type ScimError } from '../scim-error.js';
import { checkElementFilter, checkFilter, defaultFilterRules, type FilterRules } from './check-filter.js';
import { matches, matchesElement } from './matches.js';
import { parseFilter } from './parse-filter.js';

const ada = {
  schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  externalId: 'Ext-1',
  userName: 'Élodie@Example.com',
  name: { familyName: 'Lovelace', givenName: 'Ada' },
  title: '',
  nickName: null,
  photos: [],
  active: true,
  emails: [
    { value: 'ada@work.test', type: 'work', primary: true },
    { value: 'ada@example.com', type: 'home' },
  ],
  displayName: '100%_sure\\*',
  [ENTERPRISE_USER_SCHEMA]: { department: 'R&D', manager: { value: 'M-1', displayName: 'Grace' } },
  meta: {
    resourceType: 'User',
    created: '2024-01-01T00:00:00.000Z',
    lastModified: '2024-05-01T12:00:00.123Z',
    location: 'https://host/scim/v2/Users/01890a5d-ac96-774b-bcce-b302099a8057',
    version: 'W/"3"',
  },
};
const sparse = { schemas: [USER_SCHEMA], id: 'b', userName: 'Bob', meta: { resourceType: 'User' } };

const checked = (text: string, resourceType: ResourceType, rules: FilterRules) => {
  const node = parseFilter(text);
  return isScimError(node) ? node : checkFilter(node, resourceType, rules);
};

const accepts = (
  text: string,
  resource: object = ada,
  rules = defaultFilterRules,
  type = userResourceType,
): boolean => {
  const filter = checked(text, type, rules);
  if (isScimError(filter)) throw new Error(`${text} is refused: ${filter.detail}`);
  return matches(filter, resource as Record<string, unknown>);
};

const refusal = (text: string, rules = defaultFilterRules, type = userResourceType): ScimError => {
  const filter = checked(text, type, rules);
  if (!isScimError(filter)) throw new Error(`${text} is accepted`);
  return filter;
};

describe('a filter on a user', () => {
  test.each([
    ['94', 'userName eq "élodie@example.com"'],
    ['95', 'USERNAME EQ "ÉLODIE@EXAMPLE.COM"'],
    ['96', 'externalId eq "Ext-1"'],
    ['97', 'name.familyName ne "Byron" and name.familyName co "vel" and name.familyName sw "love"'],
    ['97', 'name.familyName ew "LACE" and name.familyName gt "Lovel" and name.familyName le "lovelace"'],
    ['98', 'displayName co "%_sure\\\\*"'],
    ['99', 'active eq true and active ne false'],
    ['102', 'meta.lastModified eq "2024-05-01T14:00:00.123000000+02:00"'],
    ['102', 'meta.created lt "2024-01-01T00:00:00.000000001Z"'],
    ['105', 'name pr and emails pr and active pr'],
    ['106', 'not (userName eq "bob") and not(not(active eq true))'],
    ['108', 'emails[type eq "work" and value co "@work.test"]'],
    ['108', 'emails.type eq "work" and emails.value co "@example.com"'],
    ['109', 'emails[(type eq "other" or not (primary pr)) and value pr] and active eq true'],
    ['109', 'emails[primary eq true]'],
    ['110', 'emails co "@work" and emails eq "ADA@work.test"'],
    ['111', 'emails.type eq "home" and emails.type ne "home"'],
    ['112', `${ENTERPRISE_USER_SCHEMA}:manager.value eq "m-1"`],
    ['112', `${ENTERPRISE_USER_SCHEMA}:manager.displayName co "RAC"`],
    ['112', `${ENTERPRISE_USER_SCHEMA}:manager eq "m-1"`],
    ['113', `${USER_SCHEMA.toUpperCase()}:userName sw "é"`],
    ['113', `${ENTERPRISE_USER_SCHEMA.toUpperCase()}:DEPARTMENT eq "r&d"`],
    ['114', `schemas eq "${ENTERPRISE_USER_SCHEMA.toUpperCase()}"`],
    ['115', 'meta.resourceType eq "User" and meta.location ew "/Users/01890a5d-ac96-774b-bcce-b302099a8057"'],
    ['115', 'id eq "01890a5d-ac96-774b-bcce-b302099a8057" and id ne "x" and externalId pr'],
    ['115', 'meta.version eq "W/\\"3\\""'],
    ['118', 'title eq null and nickName eq null and photos eq null and userName ne null'],
    ['266, E11', 'emails[type eq "work"].value eq "ada@work.test"'],
    ['284', 'userName eq "E\\u0301lodie@Example.com" and userName eq "ÉＬＯdie@example.com"'],
    ['268', 'userName sw "E\\u0301LO" and userName co "É"'],
  ])('%s: %s matches', (_, text) => {
    expect(accepts(text)).toBe(true);
  });

  test.each([
    ['96', 'externalId eq "ext-1"'],
    ['96', 'meta.resourceType eq "user"'],
    ['98', 'displayName sw "%"'],
    ['103', 'meta.lastModified gt "2024-05-01T12:00:00.123Z"'],
    ['105', 'title pr'],
    ['105', 'nickName pr'],
    ['105', 'photos pr'],
    ['105', 'phoneNumbers pr'],
    ['108', 'emails[type eq "work" and value co "@example.com"]'],
    ['109', 'not (emails[type eq "work"])'],
    ['116', 'id eq "not-a-uuid"'],
    ['118', 'userName eq null'],
    ['121', 'emails[type eq "other"] or groups.value eq "x"'],
  ])('%s: %s does not match', (_, text) => {
    expect(accepts(text)).toBe(false);
  });

  test('99: an absent boolean is neither true nor false', () => {
    expect(accepts('active eq true', sparse)).toBe(false);
    expect(accepts('active eq false', sparse)).toBe(false);
    expect(accepts('not (active eq true)', sparse)).toBe(true);
    expect(accepts('active ne true', sparse)).toBe(true);
    expect(accepts('active ne true', sparse, { ...defaultFilterRules, absentBooleanNotEqual: 'no-match' })).toBe(false);
    expect(accepts('title ne "x"', sparse)).toBe(true);
    expect(accepts('emails.type ne "work"', sparse)).toBe(true);
  });

  test('114: schemas follow the data', () => {
    expect(accepts(`schemas eq "${ENTERPRISE_USER_SCHEMA}"`, sparse)).toBe(false);
    expect(accepts(`schemas eq "${USER_SCHEMA}"`, sparse)).toBe(true);
  });

  test.each([
    ['100', 'active gt true'],
    ['100', 'active co "t"'],
    ['100', 'x509Certificates.value gt "a"'],
    ['100', 'meta.created co "2024"'],
    ['104', 'meta.created gt "yesterday"'],
    ['104', 'meta.created gt "2024-02-30T00:00:00Z"'],
    ['104', 'meta.created gt 5'],
    ['110', 'addresses eq "x"'],
    ['110', 'name eq "x"'],
    ['118', 'userName gt null'],
    ['120', 'userName eq 5'],
    ['120', 'userName eq true'],
    ['120', 'active eq "true"'],
    ['120', 'active eq 1'],
    ['121', 'shoeSize eq "x"'],
    ['121', 'emails.shoe eq "x"'],
    ['121', 'emails[shoe eq "x"]'],
    ['121', 'userName.x eq "x"'],
    ['121', 'userName[value eq "x"]'],
    ['207', 'constructor pr'],
    ['207', 'emails[toString pr]'],
    ['122', 'password eq "x"'],
    ['122', 'password pr'],
    ['122', 'not (password ne "x")'],
  ])('%s: %s is refused with invalidFilter', (_, text) => {
    expect(refusal(text)).toMatchObject({ status: 400, scimType: 'invalidFilter' });
  });

  test('122: a directory can call a filter on the password sensitive', () => {
    expect(refusal('password sw "a"', { ...defaultFilterRules, passwordFilter: 'sensitive' })).toMatchObject({
      status: 403,
      scimType: 'sensitive',
    });
  });

  test('121: where unknown attributes are accepted they have no value', () => {
    const rules: FilterRules = { ...defaultFilterRules, unknownFilterAttribute: 'no-match' };
    expect(accepts('shoeSize eq "x"', ada, rules)).toBe(false);
    expect(accepts('shoeSize pr or shoes[size eq 5]', ada, rules)).toBe(false);
    expect(accepts('shoeSize ne "x"', ada, rules)).toBe(true);
    expect(accepts('not (shoeSize eq "x")', ada, rules)).toBe(true);
    expect(accepts('shoeSize eq null', ada, rules)).toBe(true);
    expect(accepts('constructor pr or userName pr', ada, rules)).toBe(true);
  });

  test('201: a directory that coerces boolean strings does so in filters', () => {
    const rules: FilterRules = { ...defaultFilterRules, booleanStrings: 'coerce' };
    expect(accepts('active eq "True"', ada, rules)).toBe(true);
    expect(refusal('active eq "yes"', rules).scimType).toBe('invalidFilter');
  });
});

describe('negation is logic, not a rewriting of the text', () => {
  const both = { userName: 'x', title: 'a', userType: 'b' };
  test.each([
    ['not (title eq "a" and userType eq "c")', true],
    ['not (title eq "a" or userType eq "c")', false],
    ['not (title eq "z" or userType eq "c")', true],
    ['(title eq "z" or title eq "a") and (userType eq "b" or userType eq "c") and (userName eq "x" or title pr)', true],
    ['not (not (title eq "a"))', true],
    ['((title eq "a"))', true],
  ])('4.1: %s is %s', (text, expected) => {
    expect(accepts(text, both)).toBe(expected);
  });

  test('4.1: eighteen alternatives in conjunction cost nothing', () => {
    const text = Array.from({ length: 100 }, () => '(title eq "z" or title eq "a")').join(' and ');
    expect(accepts(text, both)).toBe(true);
  });

  test('4.1: an empty array is no error', () => {
    expect(accepts('emails.type eq "work"', { emails: [] })).toBe(false);
    expect(accepts('emails[type eq "work"]', { emails: [null, 'x', 5] })).toBe(false);
  });
});

describe('other types', () => {
  const deviceSchema = {
    id: 'urn:example:2.0:Device',
    name: 'Device',
    description: '',
    attributes: [
      attribute('count', '', { type: 'integer' }),
      attribute('ratio', '', { type: 'decimal' }),
      attribute('serial', '', { caseExact: true }),
      attribute('tags', '', { multiValued: true }),
      attribute('seen', '', { type: 'dateTime' }),
      complex('ports', '', [attribute('value', '', { type: 'integer' }), attribute('kind', '')], { multiValued: true }),
    ],
  };
  const deviceType: ResourceType = {
    id: 'Device',
    name: 'Device',
    description: '',
    endpoint: '/Devices',
    schema: deviceSchema,
    extensions: [],
  };
  const device = {
    count: 7,
    ratio: -0.5,
    serial: 'aB',
    tags: ['Red', 'Blue'],
    seen: '2024-01-01T00:00:00.123456789+01:00',
    ports: [{ value: 80, kind: 'tcp' }, { value: 53 }],
  };

  test.each([
    ['101', 'count gt 5 and count eq 7.0 and count eq 7e0 and count le 70e-1 and ratio lt -0.4', true],
    ['101', 'count ne 7', false],
    ['102', 'seen eq "2023-12-31T23:00:00.123456789Z" and seen gt "2023-12-31T23:00:00.123456788Z"', true],
    ['111', 'tags eq "red" and tags[value sw "b"] and tags ne "red"', true],
    ['111', 'not (tags eq "green")', true],
    ['110', 'ports eq 53 and ports[value ge 80 and kind eq "TCP"]', true],
    ['108', 'ports[value eq 53 and kind pr]', false],
    ['96', 'serial eq "ab"', false],
  ])('%s: %s is %s', (_, text, expected) => {
    expect(accepts(text, device, defaultFilterRules, deviceType)).toBe(expected);
  });

  test('89, 90: groups are found by their members', () => {
    const group = { schemas: [GROUP_SCHEMA], id: 'g', displayName: 'G', members: [{ value: 'u', type: 'User' }] };
    const inGroups = (text: string) => accepts(text, group, defaultFilterRules, groupResourceType);
    expect(inGroups('id eq "g" and members eq "u"')).toBe(true);
    expect(inGroups('members[value eq "u" and type eq "user"] and members.value eq "u"')).toBe(true);
    expect(inGroups('members.value eq "U"')).toBe(false);
  });

  test('193: the filter of a PATCH path is asked of one element', () => {
    const emails = userResourceType.schema.attributes.find(({ name }) => name === 'emails')!;
    const path = parseFilter('type eq "WORK" and not (primary eq true)');
    const filter = isScimError(path) ? path : checkElementFilter(path, emails);
    if (isScimError(filter)) throw new Error(filter.detail);
    expect(matchesElement(filter, { type: 'work', value: 'x' })).toBe(true);
    expect(matchesElement(filter, { type: 'work', primary: true })).toBe(false);
    expect(matchesElement(filter, 'work')).toBe(false);
  });
});
