import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import { resolvePath } from './resolve-path.js';
import { resolveUrn } from './resolve-urn.js';

const keysOf = (path: string) => resolvePath(userResourceType, path)?.keys;

describe('the attribute resolver', () => {
  test.each([
    ['userName', ['userName']],
    ['USERNAME', ['userName']],
    ['name.FamilyName', ['name', 'familyName']],
    [`${USER_SCHEMA}:userName`, ['userName']],
    [`${USER_SCHEMA.toUpperCase()}:NAME.GIVENNAME`, ['name', 'givenName']],
    [`${ENTERPRISE_USER_SCHEMA}:department`, [ENTERPRISE_USER_SCHEMA, 'department']],
    [`${ENTERPRISE_USER_SCHEMA}:manager.value`, [ENTERPRISE_USER_SCHEMA, 'manager', 'value']],
    [`${ENTERPRISE_USER_SCHEMA}.manager`, [ENTERPRISE_USER_SCHEMA, 'manager']],
    ['id', ['id']],
    ['EXTERNALID', ['externalId']],
    ['meta.lastmodified', ['meta', 'lastModified']],
    [`${USER_SCHEMA}:meta.created`, ['meta', 'created']],
    ['schemas', ['schemas']],
    ['groups.$ref', ['groups', '$ref']],
  ])('113, 263, 265: %s is found in the schema’s spelling', (path, keys) => {
    expect(keysOf(path)).toEqual(keys);
  });

  test.each([
    '__proto__',
    'constructor',
    'toString',
    '__proto__.polluted',
    'name.__proto__',
    'name.constructor',
    'userName.x',
    'department',
    'name.familyName.x',
    `${ENTERPRISE_USER_SCHEMA}:userName`,
    `${ENTERPRISE_USER_SCHEMA}:id`,
    ENTERPRISE_USER_SCHEMA,
    'urn:unknown:name',
    '',
    '.',
    'name.',
    'Nic\u212aName',
  ])('171, 207: %j is no attribute', (path) => {
    expect(keysOf(path)).toBeUndefined();
  });

  test('the definitions come along', () => {
    const resolved = resolvePath(userResourceType, 'emails.type');
    expect([resolved?.attribute.name, resolved?.subAttribute?.name]).toEqual(['emails', 'type']);
    expect(resolvePath(groupResourceType, 'members')?.attribute.multiValued).toBe(true);
  });

  test('265: a whole schema URN is found in any case and returned in its canonical spelling', () => {
    expect(resolveUrn(userResourceType, ENTERPRISE_USER_SCHEMA.toUpperCase())?.extension).toBe(ENTERPRISE_USER_SCHEMA);
    expect(resolveUrn(userResourceType, USER_SCHEMA)?.extension).toBeUndefined();
    expect(resolveUrn(userResourceType, USER_SCHEMA)?.schema.id).toBe(USER_SCHEMA);
    expect(resolveUrn(userResourceType, 'urn:nothing')).toBeUndefined();
  });
});
