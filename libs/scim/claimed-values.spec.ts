import { claimedValues } from './claimed-values.js';
import { indexKeys } from './index-keys.js';
import { attribute, complex } from './schema/attribute-notation.js';
import type { ResourceType } from './schema/definition.js';
import { groupResourceType, userResourceType } from './schema/resource-types.js';

const unique = { groupDisplayNameUnique: true };

const badgeType: ResourceType = {
  ...userResourceType,
  extensions: [
    {
      required: false,
      schema: {
        id: 'urn:example:Badge',
        name: 'Badge',
        description: '',
        attributes: [
          attribute('code', '', { uniqueness: 'server', caseExact: true }),
          attribute('number', '', { type: 'integer', uniqueness: 'global' }),
          attribute('since', '', { type: 'dateTime', uniqueness: 'server' }),
          complex('keys', '', [attribute('value', '', { uniqueness: 'server' })], { multiValued: true }),
        ],
      },
    },
  ],
};

describe('claims of unique values', () => {
  test('40, 268, 284: a user claims its userName in canonical form', () => {
    expect(claimedValues(userResourceType, { userName: 'ＥLODIE' }, unique)).toEqual({
      scopes: ['User.userName/1'],
      values: [{ scope: 'User.userName/1', canonical: 'elodie' }],
    });
    expect(claimedValues(userResourceType, { userName: 'E\u0301' }, unique)).toEqual(
      claimedValues(userResourceType, { userName: 'é' }, unique),
    );
  });

  test('93: a group claims its displayName where the directory wants it', () => {
    expect(claimedValues(groupResourceType, { displayName: 'Staff' }, unique).values).toEqual([
      { scope: 'Group.displayName/1', canonical: 'staff' },
    ]);
    expect(claimedValues(groupResourceType, { displayName: 'Staff' }, { groupDisplayNameUnique: false })).toEqual({
      scopes: [],
      values: [],
    });
    expect(claimedValues(userResourceType, { displayName: 'Staff' }, unique).values).toEqual([]);
  });

  test('262: any attribute of any type that is declared unique is claimed, through lists and extensions', () => {
    const attributes = {
      userName: 'a',
      'urn:example:Badge': {
        code: 'Ab',
        number: 7,
        since: '2024-01-01T01:00:00+01:00',
        keys: [{ value: 'X' }, { value: 'x' }, { value: '' }, { display: 'y' }],
      },
    };
    const { scopes, values } = claimedValues(badgeType, attributes, unique);
    expect(scopes).toHaveLength(5);
    expect(values).toEqual([
      { scope: 'User.userName/1', canonical: 'a' },
      { scope: 'User.urn:example:Badge:code/1', canonical: 'Ab' },
      { scope: 'User.urn:example:Badge:number/1', canonical: '7' },
      { scope: 'User.urn:example:Badge:since/1', canonical: '1704067200000000000' },
      { scope: 'User.urn:example:Badge:keys.value/1', canonical: 'x' },
    ]);
  });

  test('262: what has no value claims nothing but keeps its scope', () => {
    expect(claimedValues(badgeType, { userName: null, 'urn:example:Badge': { code: '' } }, unique)).toEqual({
      scopes: expect.arrayContaining(['User.urn:example:Badge:code/1']),
      values: [],
    });
  });
});

describe('index keys', () => {
  test('96, 268: names in canonical form, addresses folded, ids as they are', () => {
    const user = {
      userName: 'ÉA',
      displayName: 'ÅÄ',
      externalId: 'Ext',
      emails: [{ value: 'A@b' }, { value: 'a@B' }, { type: 'work' }, null],
    };
    expect(indexKeys(userResourceType, user)).toEqual({
      userNameKey: 'éa',
      displayNameKey: 'åä',
      externalId: 'Ext',
      emailKeys: ['a@b'],
    });
    expect(indexKeys(groupResourceType, { userName: 'x', emails: [{ value: 'x' }] })).toEqual({ emailKeys: [] });
  });
});
