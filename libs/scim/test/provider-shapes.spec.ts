import {
  type Attributes,
  applyPatch,
  ENTERPRISE_USER_SCHEMA,
  GROUP_SCHEMA,
  groupResourceType,
  PATCH_OP_SCHEMA,
  type ProviderKind,
  parsePatchRequest,
  presetOf,
  type ResourceType,
  USER_SCHEMA,
  userResourceType,
  validateResource,
} from '../index.js';

const createAs = (provider: ProviderKind, body: unknown, type: ResourceType = userResourceType) => {
  const result = validateResource(type, body, presetOf(provider), { kind: 'create' });
  if (result.kind === 'invalid') throw new Error(result.error.detail);
  return result;
};
const replaceAs = (provider: ProviderKind, current: Attributes, body: unknown) => {
  const result = validateResource(userResourceType, body, presetOf(provider), { kind: 'replace', current });
  if (result.kind === 'invalid') throw new Error(result.error.detail);
  return result.attributes;
};
const patchAs = (provider: ProviderKind, current: Attributes, body: object, type: ResourceType = userResourceType) => {
  const settings = presetOf(provider);
  const request = parsePatchRequest({ schemas: [PATCH_OP_SCHEMA], ...body }, settings);
  if (request.kind !== 'patch-request') throw new Error(request.detail);
  const result = applyPatch(type, current, request.operations, settings);
  if (result.kind !== 'patched') throw new Error(result.detail);
  return result;
};

const stored: Attributes = {
  schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
  externalId: '89abcdef0123456789abcdef',
  userName: 'ada@example.com',
  active: true,
  displayName: 'Ada Example',
  title: 'Engineer',
  name: { givenName: 'Ada', familyName: 'Example' },
  emails: [{ type: 'work', primary: true, value: 'ada@example.com' }],
  [ENTERPRISE_USER_SCHEMA]: { department: 'R&D' },
};
const team: Attributes = { schemas: [GROUP_SCHEMA], displayName: 'Engineering' };

describe('JumpCloud', () => {
  const body = {
    schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
    externalId: '0123456789abcdef01234567',
    userName: 'probe@example.com',
    active: true,
    displayName: 'displayname',
    name: { givenName: 'firstname', familyName: 'lastname' },
    emails: [{ type: 'work', primary: true, value: 'probe@example.com' }],
    addresses: [{ type: 'work', primary: true, streetAddress: 'street', postalCode: '80027', country: 'US' }],
    phoneNumbers: [{ type: 'work', primary: true, value: 'tel:+1-555-555-5555' }],
    locale: 'en-US',
    preferredLanguage: 'en-US',
  };

  it('creates with the enterprise URN listed and nothing under it', () => {
    expect(createAs('jumpcloud', body).attributes).toEqual({ ...body, schemas: [USER_SCHEMA] });
  });

  it('keeps address and ids when a sparse PUT sends emails as null', () => {
    const sparse = {
      schemas: [USER_SCHEMA],
      id: '1',
      userName: 'ada@example.com',
      active: true,
      name: { givenName: 'Ada', familyName: 'Example' },
      emails: null,
    };
    expect(replaceAs('jumpcloud', stored, sparse)).toEqual(stored);
  });

  it('replaces with schemas reversed, empty lists and attributes it never mapped', () => {
    const full = {
      ...stored,
      id: '1',
      schemas: [ENTERPRISE_USER_SCHEMA, USER_SCHEMA],
      addresses: [],
      phoneNumbers: [],
      photos: [{ value: 'https://img.example.com/ada.png' }],
    };
    const current = { ...stored, phoneNumbers: [{ value: 'tel:+1' }] };
    expect(replaceAs('jumpcloud', current, full)).toEqual({ ...stored, photos: full.photos });
  });

  it('deactivates and reactivates by PUT, and leaves active alone when it is not sent', () => {
    const off = replaceAs('jumpcloud', stored, { schemas: [USER_SCHEMA], userName: 'ada@example.com', active: false });
    expect(off).toEqual({ ...stored, active: false });
    expect(replaceAs('jumpcloud', off, { schemas: [USER_SCHEMA], userName: 'ada@example.com' })).toEqual(off);
    expect(replaceAs('jumpcloud', off, { ...stored, active: true })).toEqual(stored);
  });

  it.each([
    [
      'G2',
      { op: 'add', path: 'members', value: [{ value: 'u' }] },
      [{ kind: 'add', members: [{ value: 'u', type: 'User' }] }],
    ],
    ['G3', { op: 'remove', path: 'members', value: [{ value: 'u' }] }, [{ kind: 'remove', ids: ['u'] }]],
    ['G4', { op: 'remove', path: 'members[value eq "u"]' }, [{ kind: 'remove', ids: ['u'] }]],
    [
      'G6',
      { op: 'replace', path: 'members', value: [{ value: 'u' }] },
      [{ kind: 'replace', members: [{ value: 'u', type: 'User' }] }],
    ],
  ])('changes members by form %s', (_, operation, membership) => {
    expect(patchAs('jumpcloud', team, { Operations: [operation] }, groupResourceType)).toMatchObject({
      attributes: team,
      membership,
    });
  });

  it.each([
    { op: 'replace', path: 'displayName', value: 'Platform' },
    { op: 'replace', value: { displayName: 'Platform' } },
  ])('renames a group by %j and leaves its members alone', (operation) => {
    expect(patchAs('jumpcloud', team, { Operations: [operation] }, groupResourceType)).toMatchObject({
      attributes: { displayName: 'Platform' },
      membership: [],
    });
  });
});

describe('Okta', () => {
  it('O3: creates with groups, locale and a password', () => {
    const result = createAs('okta', {
      schemas: [USER_SCHEMA],
      userName: 'ada',
      externalId: '00u',
      locale: 'en-US',
      groups: [],
      password: 'x1',
      active: true,
    });
    expect(result).toMatchObject({ passwordSent: true });
    expect(result.attributes).toEqual({
      schemas: [USER_SCHEMA],
      userName: 'ada',
      externalId: '00u',
      locale: 'en-US',
      active: true,
    });
  });

  it('O5: deactivates without a path', () => {
    const { attributes } = patchAs('okta', stored, { Operations: [{ op: 'replace', value: { active: false } }] });
    expect(attributes).toEqual({ ...stored, active: false });
  });

  it('O7: renames a group with its id inside the value', () => {
    const body = { Operations: [{ op: 'replace', value: { id: 'g1', displayName: 'Platform' } }] };
    expect(patchAs('okta', team, body, groupResourceType).attributes).toEqual({ ...team, displayName: 'Platform' });
  });

  it('O8: removes one member and adds another in one request, and pushes an empty group', () => {
    const both = {
      Operations: [
        { op: 'remove', path: 'members[value eq "1"]' },
        { op: 'add', path: 'members', value: [{ value: '2', display: 'bob@example.com' }] },
      ],
    };
    expect(patchAs('okta', team, both, groupResourceType).membership).toEqual([
      { kind: 'add', members: [{ value: '2', type: 'User', display: 'bob@example.com' }] },
      { kind: 'remove', ids: ['1'] },
    ]);
    const empty = { Operations: [{ op: 'replace', path: 'members', value: [] }] };
    expect(patchAs('okta', team, empty, groupResourceType).membership).toEqual([{ kind: 'replace', members: [] }]);
  });

  it('unassigns optional attributes it sends as empty strings', () => {
    expect(replaceAs('okta', stored, { ...stored, title: '', nickName: '' })).not.toHaveProperty('title');
  });
});

describe('Entra', () => {
  const patch = (...Operations: object[]) => patchAs('entra', stored, { Operations }).attributes;

  it('E2: deactivates with the string False', () => {
    expect(patch({ op: 'Replace', path: 'active', value: 'False' })).toEqual({ ...stored, active: false });
  });

  it('E3: sends one operation an attribute, with filters and URNs', () => {
    expect(
      patch(
        { op: 'Replace', path: 'displayName', value: 'Ada E.' },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'ada.e@example.com' },
        { op: 'Replace', path: 'name.givenName', value: 'Augusta' },
        { op: 'Replace', path: 'externalId', value: 'e-17' },
        { op: 'Replace', path: `${ENTERPRISE_USER_SCHEMA}:department`, value: 'Ops' },
      ),
    ).toEqual({
      ...stored,
      displayName: 'Ada E.',
      emails: [{ type: 'work', primary: true, value: 'ada.e@example.com' }],
      name: { givenName: 'Augusta', familyName: 'Example' },
      externalId: 'e-17',
      [ENTERPRISE_USER_SCHEMA]: { department: 'Ops' },
    });
  });

  it('E4: keys a path-less value by dotted and URN names', () => {
    const value = { displayName: 'A', 'name.givenName': 'B', [`${ENTERPRISE_USER_SCHEMA}:employeeNumber`]: '17' };
    expect(patch({ op: 'replace', value })).toMatchObject({
      displayName: 'A',
      name: { givenName: 'B', familyName: 'Example' },
      [ENTERPRISE_USER_SCHEMA]: { department: 'R&D', employeeNumber: '17' },
    });
  });

  it('E5: creates the element a filter describes, by Add and by Replace', () => {
    for (const op of ['Add', 'Replace']) {
      expect(patch({ op, path: 'addresses[type eq "work"].formatted', value: '1 Main St' })['addresses']).toEqual([
        { type: 'work', formatted: '1 Main St' },
      ]);
    }
  });

  it('E6: names members with a null $ref', () => {
    const change = (op: string) =>
      patchAs(
        'entra',
        team,
        { Operations: [{ op, path: 'members', value: [{ $ref: null, value: 'u' }] }] },
        groupResourceType,
      ).membership;
    expect(change('Add')).toEqual([{ kind: 'add', members: [{ value: 'u', type: 'User' }] }]);
    expect(change('Remove')).toEqual([{ kind: 'remove', ids: ['u'] }]);
  });

  it('E7: creates a group with a schema of its own', () => {
    const body = {
      schemas: [GROUP_SCHEMA, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: '8aa1',
      displayName: 'Engineering',
      meta: { resourceType: 'Group' },
    };
    expect(createAs('entra', body, groupResourceType)).toMatchObject({
      attributes: { schemas: [GROUP_SCHEMA], externalId: '8aa1', displayName: 'Engineering' },
      members: [],
    });
  });

  it('E12: sends primary as a string', () => {
    const roles = [{ primary: 'True', display: 'Admin', value: 'admin', type: 'x' }];
    expect(createAs('entra', { userName: 'a', roles }).attributes['roles']).toEqual([{ ...roles[0], primary: true }]);
  });

  it('validator: adds, replaces and removes a manager', () => {
    const path = `${ENTERPRISE_USER_SCHEMA}:manager`;
    const managed = patch({ op: 'Add', path, value: 'm1' });
    expect(managed[ENTERPRISE_USER_SCHEMA]).toEqual({ department: 'R&D', manager: { value: 'm1' } });
    const settled = (value: unknown) =>
      patchAs('entra', managed, { Operations: [{ op: 'Replace', path, value }] }).attributes;
    expect(settled('m2')[ENTERPRISE_USER_SCHEMA]).toEqual({ department: 'R&D', manager: { value: 'm2' } });
    expect(settled('')).toEqual(stored);
    expect(patchAs('entra', managed, { Operations: [{ op: 'Remove', path }] }).attributes).toEqual(stored);
  });

  it('validator: replaces verbosely and several times the same attribute', () => {
    const operations = [
      ...['title', 'nickName', 'preferredLanguage', 'userType', 'locale', 'timezone', 'profileUrl'].map((path) => ({
        op: 'replace',
        path,
        value: `${path}-x`,
      })),
      { op: 'replace', path: 'phoneNumbers[type eq "mobile"].value', value: '1' },
      { op: 'replace', path: 'phoneNumbers[type eq "fax"].value', value: '2' },
      { op: 'replace', path: 'addresses[type eq "work"].locality', value: 'Ghent' },
      { op: 'replace', path: 'addresses[type eq "work"].country', value: 'BE' },
      { op: 'replace', path: 'title', value: 'Lead' },
    ];
    expect(patch(...operations)).toMatchObject({
      title: 'Lead',
      timezone: 'timezone-x',
      phoneNumbers: [
        { type: 'mobile', value: '1' },
        { type: 'fax', value: '2' },
      ],
      addresses: [{ type: 'work', locality: 'Ghent', country: 'BE' }],
    });
  });

  it.each(['', null])('Logic App: %j leaves optional attributes absent', (value) => {
    const names = ['title', 'nickName', 'displayName', 'externalId'];
    const operations = names.map((path) => ({ op: 'Replace', path, value }));
    const result = patch(...operations, { op: 'Replace', path: 'phoneNumbers[type eq "work"].value', value });
    for (const name of [...names, 'phoneNumbers']) expect(result).not.toHaveProperty(name);
  });
});

describe('OneLogin, Google and Ping', () => {
  it('takes nulls for unset attributes and bodies without schemas', () => {
    const body = {
      userName: 'ada',
      title: null,
      name: { givenName: 'Ada', familyName: null },
      emails: [{ value: 'a', primary: true }],
    };
    for (const provider of ['onelogin', 'google', 'ping'] as const) {
      expect(createAs(provider, body).attributes).toEqual({
        schemas: [USER_SCHEMA],
        userName: 'ada',
        active: true,
        name: { givenName: 'Ada' },
        emails: [{ value: 'a', primary: true }],
      });
    }
  });

  it('OneLogin adds the member a filter names', () => {
    const body = { schemas: undefined, Operations: [{ op: 'add', path: 'members[value eq "u"]' }] };
    expect(patchAs('onelogin', team, body, groupResourceType).membership).toEqual([
      { kind: 'add', members: [{ value: 'u', type: 'User' }] },
    ]);
  });
});
