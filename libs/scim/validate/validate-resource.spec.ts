import fc from 'fast-check';
import type { ResourceType } from '../schema/definition.js';
import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import { presetOf } from '../settings/presets.js';
import type { ScimSettings } from '../settings/settings.js';
import { validateResource } from './validate-resource.js';

const generic = presetOf('generic');
const create = (body: unknown, settings: Partial<ScimSettings> = {}, type = userResourceType) =>
  validateResource(type, body, { ...generic, ...settings }, { kind: 'create' });
const user = (more: object = {}) => ({ schemas: [USER_SCHEMA], userName: 'ada', ...more });
const attributes = (result: ReturnType<typeof create>) => {
  if (result.kind === 'invalid') throw new Error(result.error.detail);
  return result.attributes;
};
const refusal = (scimType: string, detail: RegExp = /./) => ({
  kind: 'invalid',
  error: { status: 400, scimType, detail: expect.stringMatching(detail) },
});

describe('creating a user', () => {
  it('27: takes a minimal user; 63: active is true unless sent', () => {
    expect(attributes(create(user()))).toEqual({ schemas: [USER_SCHEMA], userName: 'ada', active: true });
    expect(attributes(create(user({ active: false })))).toMatchObject({ active: false });
    expect(attributes(create(user({ active: null })))).toMatchObject({ active: true });
  });

  it('32: ignores id and meta; 44: and groups; 45: and unknown members', () => {
    const body = user({ id: '1', meta: { created: 'x' }, groups: [{ value: 'g' }], favouriteColour: 'red' });
    expect(Object.keys(attributes(create(body)))).toEqual(['schemas', 'userName', 'active']);
    expect(create(body, { undeclaredAttribute: 'reject' })).toMatchObject(refusal('invalidSyntax', /favouriteColour/));
  });

  it('34: keeps externalId as sent', () => {
    expect(attributes(create(user({ externalId: 'AbC' })))).toMatchObject({ externalId: 'AbC' });
  });

  it.each([undefined, null, '', '   '])('35: refuses userName %j', (userName) => {
    expect(create(user({ userName }))).toMatchObject(refusal('invalidValue', /userName/));
  });

  it.each([undefined, null, []])('36: refuses schemas %j unless the directory takes it', (schemas) => {
    expect(create(user({ schemas }))).toMatchObject(refusal('invalidSyntax', /schemas/));
    expect(attributes(create(user({ schemas }), { missingSchemas: 'accept' }))).toMatchObject({
      schemas: [USER_SCHEMA],
    });
  });

  it.each([[['urn:example:other']], [[USER_SCHEMA, 'urn:example:other']], [[GROUP_SCHEMA]], ['urn:x'], [[1]]])(
    '37: refuses schemas %j',
    (schemas) => {
      expect(create(user({ schemas }))).toMatchObject(refusal('invalidSyntax', /schemas/));
    },
  );

  it('37: ignores a foreign URN where the directory says so', () => {
    const settings = { unknownSchema: 'ignore' } as const;
    expect(attributes(create(user({ schemas: [USER_SCHEMA, 'http://x/Group'] }), settings))).toMatchObject({
      schemas: [USER_SCHEMA],
    });
  });

  it('37: insists on the core URN beside that of an extension', () => {
    expect(create(user({ schemas: [ENTERPRISE_USER_SCHEMA] }))).toMatchObject(refusal('invalidSyntax'));
  });

  it('38: refuses an object that is no SCIM resource, naming everything that is missing', () => {
    expect(create({ not: 'a scim resource' })).toMatchObject(refusal('invalidSyntax', /schemas.*; userName/));
  });

  it.each([[[]], ['text'], [null], [7]])('39: refuses the body %j', (body) => {
    expect(create(body)).toMatchObject(refusal('invalidSyntax'));
  });

  it('43: accepts a password, says so, and does not keep it', () => {
    const result = create(user({ password: 'secret' }));
    expect(result).toMatchObject({ passwordSent: true });
    expect(attributes(result)).not.toHaveProperty('password');
    expect(create(user({ password: 7 }))).toMatchObject(refusal('invalidValue', /password/));
    expect(create(user())).toMatchObject({ passwordSent: false });
  });

  it('46: null, an empty list and an empty object are all unassigned', () => {
    const body = user({ title: null, emails: [], addresses: null, name: {}, nickName: null, ims: [null, {}] });
    expect(Object.keys(attributes(create(body)))).toEqual(['schemas', 'userName', 'active']);
  });

  it('65: keeps characters as they are; 66: and name.formatted', () => {
    const name = { formatted: 'Zoë “Z” \\ e\u0301 😀 אב', givenName: 'É' };
    expect(attributes(create(user({ name })))).toMatchObject({ name });
  });

  it('67: keeps the country and takes certificates as base64 only', () => {
    const addresses = [{ type: 'work', country: 'US' }];
    expect(attributes(create(user({ addresses, x509Certificates: [{ value: 'AQIDBA==' }] })))).toMatchObject({
      addresses,
      x509Certificates: [{ value: 'AQIDBA==' }],
    });
    expect(create(user({ x509Certificates: [{ value: 'not base64!' }] }))).toMatchObject(refusal('invalidValue'));
    expect(create(user({ x509Certificates: [{ value: 'AQIDB=' }] }))).toMatchObject(refusal('invalidValue'));
  });

  it('68: folds repeated pairs of type and value, keeping what each adds', () => {
    const emails = [
      { type: 'work', value: 'a@example.com' },
      { type: 'home', value: 'a@example.com' },
      { type: 'WORK', value: 'A@example.com', display: 'A' },
    ];
    expect(attributes(create(user({ emails })))['emails']).toEqual([
      { type: 'WORK', value: 'A@example.com', display: 'A' },
      { type: 'home', value: 'a@example.com' },
    ]);
  });

  it('68: folds addresses only when they are equal altogether', () => {
    const work = { type: 'work', locality: 'Ghent' };
    const addresses = [work, { locality: 'Ghent', type: 'work' }, { type: 'work', locality: 'Liège' }];
    expect(attributes(create(user({ addresses })))['addresses']).toEqual([work, addresses[2]]);
  });

  it('69: refuses two primary values, or believes the first', () => {
    const emails = ['a', 'b'].map((value) => ({ value, primary: true }));
    expect(create(user({ emails }))).toMatchObject(refusal('invalidValue', /emails/));
    expect(attributes(create(user({ emails }), { severalPrimary: 'keep-first' }))['emails']).toEqual([
      { value: 'a', primary: true },
      { value: 'b', primary: false },
    ]);
  });

  it('reports every problem at once', () => {
    const result = create({ schemas: [USER_SCHEMA], active: 'maybe', emails: 'x', name: 7 });
    expect(result).toMatchObject(refusal('invalidValue', /userName: .*; name: .*; active: .*; emails: /));
  });
});

describe('the enterprise extension', () => {
  const enterprise = (value: unknown, schemas = [USER_SCHEMA, ENTERPRISE_USER_SCHEMA]) =>
    user({ schemas, [ENTERPRISE_USER_SCHEMA]: value });

  it('255: its URN is listed exactly when there is data of it', () => {
    expect(attributes(create(enterprise({ department: 'R&D' }, [USER_SCHEMA])))).toMatchObject({
      schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
      [ENTERPRISE_USER_SCHEMA]: { department: 'R&D' },
    });
    expect(attributes(create(enterprise({})))['schemas']).toEqual([USER_SCHEMA]);
    expect(create(enterprise({ department: 'x' }, [USER_SCHEMA]), { extensionWithoutUrn: 'reject' })).toMatchObject(
      refusal('invalidSyntax', /enterprise/),
    );
  });

  it('256: its attributes count only under its URN', () => {
    expect(attributes(create(user({ department: 'R&D' })))).not.toHaveProperty('department');
  });

  it.each([
    ['an object', { value: 'm1' }],
    ['an object with readOnly and derived parts', { value: 'm1', displayName: 'Grace', $ref: 'https://x/Users/m1' }],
    ['only $ref', { $ref: 'https://x/Users/m1' }],
    ['a bare id', 'm1'],
  ])('257: takes a manager as %s', (_, manager) => {
    expect(attributes(create(enterprise({ manager })))[ENTERPRISE_USER_SCHEMA]).toEqual({ manager: { value: 'm1' } });
  });

  it.each([null, '', {}, { value: '' }, { value: null }])('200: reads the manager %j as nobody', (manager) => {
    expect(attributes(create(enterprise({ manager })))).not.toHaveProperty(ENTERPRISE_USER_SCHEMA);
  });

  it('258: a required extension must be there', () => {
    const type: ResourceType = {
      ...userResourceType,
      extensions: [{ schema: userResourceType.extensions[0]!.schema, required: true }],
    };
    expect(create(user(), {}, type)).toMatchObject(refusal('invalidValue', /enterprise/));
    expect(create(enterprise({ department: 'x' }), {}, type)).toMatchObject({ kind: 'valid' });
  });

  it('265: takes its URN in any case, and that of SCIM 1.0', () => {
    for (const urn of [ENTERPRISE_USER_SCHEMA.toUpperCase(), 'urn:scim:schemas:extension:enterprise:1.0']) {
      const body = user({ schemas: [USER_SCHEMA.toUpperCase(), urn], [urn]: { DEPARTMENT: 'R&D' } });
      expect(attributes(create(body))).toMatchObject({ [ENTERPRISE_USER_SCHEMA]: { department: 'R&D' } });
    }
  });
});

describe('any body', () => {
  const names = [
    'schemas',
    'userName',
    'emails',
    'name',
    'active',
    '__proto__',
    'constructor',
    'members',
    'displayName',
    'value',
    ENTERPRISE_USER_SCHEMA,
  ];
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 0, '', 'True', 'x', USER_SCHEMA),
      fc.array(tie('any'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc
      .array(fc.tuple(fc.constantFrom(...names), tie('any')), { maxLength: 5 })
      .map((pairs) => Object.fromEntries(pairs)),
  }));

  it('is answered without throwing, is not changed, and reads the same again', () => {
    fc.assert(
      fc.property(value.any, fc.constantFrom('generic', 'jumpcloud', 'entra'), (body, preset) => {
        const settings = presetOf(preset as 'generic');
        const before = JSON.stringify(body);
        for (const type of [userResourceType, groupResourceType]) {
          const result = validateResource(type, body, settings, { kind: 'create' });
          expect(JSON.stringify(body)).toBe(before);
          if (result.kind === 'invalid') continue;
          const again = validateResource(type, result.attributes, settings, {
            kind: 'replace',
            current: result.attributes,
          });
          expect(again).toMatchObject({ kind: 'valid', attributes: result.attributes });
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
