import { attribute, complex, flag, reference } from './attribute-notation.js';
import type { AttributeDefinition, SchemaDefinition } from './definition.js';
import { RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA, SERVICE_PROVIDER_CONFIG_SCHEMA } from './urns.js';

const readOnly = { mutability: 'readOnly' } as const;
const required = { ...readOnly, required: true } as const;
const text = (name: string, description: string) => attribute(name, description, readOnly);
const word = (name: string, description: string) => attribute(name, description, { ...required, caseExact: true });
const yesNo = (name: string, description: string) => flag(name, description, required);
const amount = (name: string, description: string) => attribute(name, description, { ...required, type: 'integer' });
const supported = yesNo('supported', 'Whether it is supported.');

const feature = (name: string, description: string, ...more: readonly AttributeDefinition[]) =>
  complex(name, description, [supported, ...more], required);

/** RFC 7643 §5 and §8.7.2, with the pagination of RFC 9865 §4. */
export const serviceProviderConfigSchema: SchemaDefinition = {
  id: SERVICE_PROVIDER_CONFIG_SCHEMA,
  name: 'ServiceProviderConfig',
  description: 'What this service supports.',
  attributes: [
    reference('documentationUri', 'Documentation for people.', ['external'], readOnly),
    feature('patch', 'PATCH.'),
    feature(
      'bulk',
      'Bulk requests.',
      amount('maxOperations', 'Operations in one request.'),
      amount('maxPayloadSize', 'Bytes of one request.'),
    ),
    feature('filter', 'Filters.', amount('maxResults', 'Resources in one answer.')),
    feature('changePassword', 'Changing passwords.'),
    feature('sort', 'Sorting.'),
    feature('etag', 'Entity tags.'),
    complex(
      'pagination',
      'Ways of paging.',
      [
        yesNo('cursor', 'By cursor.'),
        yesNo('index', 'By start index.'),
        text('defaultPaginationMethod', 'What a request gets that asks for neither.'),
        attribute('defaultPageSize', 'Resources on a page unless asked.', { ...readOnly, type: 'integer' }),
        attribute('maxPageSize', 'Resources on a page at most.', { ...readOnly, type: 'integer' }),
        attribute('cursorTimeout', 'Seconds a cursor lasts.', { ...readOnly, type: 'integer' }),
      ],
      readOnly,
    ),
    complex(
      'authenticationSchemes',
      'Ways to authenticate.',
      [
        attribute('type', 'The kind of scheme.', {
          ...required,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
        }),
        attribute('name', 'Its common name.', required),
        attribute('description', 'What it is.', required),
        reference('specUri', 'Its specification.', ['external'], readOnly),
        reference('documentationUri', 'How to use it.', ['external'], readOnly),
        flag('primary', 'Whether it is the preferred one.', readOnly),
      ],
      { ...required, multiValued: true },
    ),
  ],
};

/** RFC 7643 §6 and §8.7.2. */
export const resourceTypeSchema: SchemaDefinition = {
  id: RESOURCE_TYPE_SCHEMA,
  name: 'ResourceType',
  description: 'A kind of resource.',
  attributes: [
    attribute('name', 'Its name.', required),
    text('description', 'What it is.'),
    reference('endpoint', 'Its endpoint, below the base path.', ['uri'], required),
    reference('schema', 'The URN of its core schema.', ['uri'], required),
    complex(
      'schemaExtensions',
      'Its extensions.',
      [
        reference('schema', 'The extension’s URN.', ['uri'], required),
        yesNo('required', 'Whether every resource must have it.'),
      ],
      { ...readOnly, multiValued: true },
    ),
  ],
};

const definitionAttributes: readonly AttributeDefinition[] = [
  word('name', 'Its name.'),
  attribute('type', 'Its data type.', {
    ...required,
    caseExact: true,
    canonicalValues: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex'],
  }),
  yesNo('multiValued', 'Whether it can have several values.'),
  text('description', 'What it is.'),
  yesNo('required', 'Whether it must be there.'),
  attribute('canonicalValues', 'Suggested values.', { ...readOnly, multiValued: true }),
  flag('caseExact', 'Whether case matters when it is compared.', readOnly),
  attribute('mutability', 'Who may change it, and when.', { ...readOnly, caseExact: true }),
  attribute('returned', 'When it is part of an answer.', { ...readOnly, caseExact: true }),
  attribute('uniqueness', 'Where its values are unique.', { ...readOnly, caseExact: true }),
  attribute('referenceTypes', 'What a reference may point to.', { ...readOnly, caseExact: true, multiValued: true }),
];

/** RFC 7643 §7 and §8.7.2. */
export const schemaSchema: SchemaDefinition = {
  id: SCHEMA_SCHEMA,
  name: 'Schema',
  description: 'The attributes of a resource type or extension.',
  attributes: [
    attribute('name', 'Its name.', required),
    text('description', 'What it is.'),
    complex(
      'attributes',
      'Its attributes.',
      [
        ...definitionAttributes,
        complex('subAttributes', 'The parts of a complex attribute.', definitionAttributes, {
          ...readOnly,
          multiValued: true,
        }),
      ],
      { ...required, multiValued: true },
    ),
  ],
};
