import type { AttributeDefinition } from '../schema/definition.js';
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from '../schema/discovery.js';
import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import { documentById } from './discovery-document.js';
import { resourceTypeDocuments } from './resource-type-document.js';
import { schemaDocuments } from './schema-document.js';
import { serviceProviderConfig } from './service-provider-config.js';

const BASE = 'https://host.test/scim/v2';
const types = [userResourceType, groupResourceType];
const schemas = schemaDocuments(types, { groupDisplayNameUnique: true }, BASE);
const config = serviceProviderConfig(
  {
    bulkMaxOperations: 100,
    bulkMaxPayloadSize: 2 ** 20,
    defaultPageSize: 100,
    maxPageSize: 200,
    cursorTimeoutSeconds: 600,
  },
  { patchSupported: true, cursorPagingAdvertised: true },
  BASE,
);
type AttributeDocument = Record<string, unknown> & {
  readonly name: string;
  readonly subAttributes?: AttributeDocument[];
};

const attributesOf = (urn: string) => documentById(schemas, urn)?.['attributes'] as AttributeDocument[];
const attribute = (urn: string, name: string) => attributesOf(urn).find((one) => one.name === name);
const everyAttribute = (list: readonly AttributeDocument[]): AttributeDocument[] =>
  list.flatMap((one) => [one, ...everyAttribute(one.subAttributes ?? [])]);

/** Keys of a document that its schema does not declare. */
const undeclared = (value: unknown, definitions: readonly AttributeDefinition[], at = ''): string[] => {
  if (Array.isArray(value)) return value.flatMap((element) => undeclared(element, definitions, at));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const definition = definitions.find(({ name }) => name === key);
    if (definition) return undeclared(member, definition.subAttributes ?? [], `${at}${key}.`);
    return at === '' && ['schemas', 'id', 'meta'].includes(key) ? [] : [`${at}${key}`];
  });
};

describe('discovery', () => {
  test('1–4, 26: the service provider config', () => {
    expect(config['schemas']).toEqual(['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig']);
    for (const feature of ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag']) {
      expect(config[feature]).toHaveProperty('supported');
    }
    expect(config['pagination']).toMatchObject({ cursor: true, index: true });
    expect(config['authenticationSchemes']).toEqual([
      expect.objectContaining({ type: 'oauthbearertoken', name: expect.any(String), description: expect.any(String) }),
    ]);
    expect(config['meta']).toEqual({
      resourceType: 'ServiceProviderConfig',
      location: `${BASE}/ServiceProviderConfig`,
    });
  });

  test('8, 14: resource types, User first, each schema among the schemas', () => {
    const documents = resourceTypeDocuments(types, BASE);
    expect(documents.map(({ id, endpoint }) => [id, endpoint])).toEqual([
      ['User', '/Users'],
      ['Group', '/Groups'],
    ]);
    expect(documents[0]).toMatchObject({
      name: 'User',
      schema: USER_SCHEMA,
      schemaExtensions: [{ schema: ENTERPRISE_USER_SCHEMA, required: false }],
      meta: { resourceType: 'ResourceType', location: `${BASE}/ResourceTypes/User` },
    });
    for (const urn of [USER_SCHEMA, GROUP_SCHEMA, ENTERPRISE_USER_SCHEMA])
      expect(documentById(schemas, urn)).toBeDefined();
  });

  test('9, 15, 16: one document by its id, URNs in any case', () => {
    const documents = resourceTypeDocuments(types, BASE);
    expect(documentById(documents, 'User')).toBe(documents[0]);
    expect(documentById(documents, 'user')).toBeUndefined();
    expect(documentById(schemas, USER_SCHEMA.toUpperCase())?.id).toBe(USER_SCHEMA);
    for (const id of ['urn:nothing', '__proto__', '']) expect(documentById(schemas, id)).toBeUndefined();
  });

  test('10, 11, 12: six schemas, no messages, each complete', () => {
    expect(schemas.map(({ name }) => name)).toEqual([
      'User',
      'Group',
      'EnterpriseUser',
      'ServiceProviderConfig',
      'ResourceType',
      'Schema',
    ]);
    for (const document of schemas) {
      expect(document.id).not.toContain(':messages:');
      expect(document).toMatchObject({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
        description: expect.any(String),
        meta: { resourceType: 'Schema', location: `${BASE}/Schemas/${document.id}` },
      });
    }
  });

  test('13: every attribute spells out its characteristics', () => {
    for (const document of schemas) {
      for (const one of everyAttribute(document['attributes'] as AttributeDocument[])) {
        expect(Object.keys(one)).toEqual(
          expect.arrayContaining([
            'name',
            'type',
            'multiValued',
            'description',
            'required',
            'mutability',
            'returned',
            'uniqueness',
          ]),
        );
        if (one['type'] === 'reference') expect(one['referenceTypes']).toBeDefined();
        if (one['type'] === 'string') expect(one['caseExact']).toEqual(expect.any(Boolean));
        if (one['type'] === 'complex') expect(one.subAttributes?.length).toBeGreaterThan(0);
      }
    }
  });

  test('18, 19: the user schema', () => {
    expect(attribute(USER_SCHEMA, 'userName')).toMatchObject({
      required: true,
      uniqueness: 'server',
      caseExact: false,
    });
    expect(attribute(USER_SCHEMA, 'groups')).toMatchObject({ mutability: 'readOnly' });
    expect(attribute(USER_SCHEMA, 'password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' });
    expect(attribute(USER_SCHEMA, 'emails')).toMatchObject({ multiValued: true, type: 'complex' });
    expect(attribute(USER_SCHEMA, 'active')).toMatchObject({ type: 'boolean' });
    expect(attribute(USER_SCHEMA, 'name')?.subAttributes?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['familyName', 'givenName']),
    );
  });

  test('20: the group schema, unique names as the directory has it', () => {
    expect(attribute(GROUP_SCHEMA, 'displayName')).toMatchObject({ required: true, uniqueness: 'server' });
    const members = attribute(GROUP_SCHEMA, 'members')?.subAttributes ?? [];
    for (const name of ['value', '$ref', 'type']) {
      expect(members.find((one) => one.name === name)).toMatchObject({ mutability: 'immutable' });
    }
    const lax = schemaDocuments(types, { groupDisplayNameUnique: false }, BASE);
    const group = documentById(lax, GROUP_SCHEMA)?.['attributes'] as AttributeDocument[];
    expect(group.find(({ name }) => name === 'displayName')).toMatchObject({ uniqueness: 'none' });
  });

  test('21: the enterprise schema', () => {
    expect(attributesOf(ENTERPRISE_USER_SCHEMA).map(({ name }) => name)).toEqual([
      'employeeNumber',
      'costCenter',
      'organization',
      'division',
      'department',
      'manager',
    ]);
    expect(attribute(ENTERPRISE_USER_SCHEMA, 'manager')?.subAttributes).toEqual([
      expect.objectContaining({ name: 'value' }),
      expect.objectContaining({ name: '$ref' }),
      expect.objectContaining({ name: 'displayName', mutability: 'readOnly' }),
    ]);
  });

  test('22: discovery returns nothing that its own schemas do not declare', () => {
    expect(undeclared(config, serviceProviderConfigSchema.attributes)).toEqual([]);
    for (const document of resourceTypeDocuments(types, BASE)) {
      expect(undeclared(document, resourceTypeSchema.attributes)).toEqual([]);
    }
    for (const document of schemas) {
      const deepest = document.id === schemaSchema.id ? ['attributes.subAttributes.subAttributes'] : [];
      expect([...new Set(undeclared(document, schemaSchema.attributes))]).toEqual(deepest);
    }
  });
});
