import { attribute, complex, reference } from './attribute-notation.js';
import type { AttributeDefinition } from './definition.js';

/** RFC 7643 §3 and §3.1: what every resource has without its schema saying so. */
export const commonAttributes: readonly AttributeDefinition[] = [
  reference('schemas', 'The URNs of the schemas this resource uses.', ['uri'], {
    multiValued: true,
    required: true,
    returned: 'always',
    // A URN's namespace and, here, the rest of it too compare without regard to case (RFC 7644 §3.10).
    caseExact: false,
  }),
  attribute('id', 'The identifier this service gave the resource.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('externalId', 'The identifier the provisioning client uses.', { caseExact: true }),
  complex(
    'meta',
    'Facts about the resource itself.',
    [
      attribute('resourceType', 'The name of its resource type.', { caseExact: true, mutability: 'readOnly' }),
      attribute('created', 'When it was created.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('lastModified', 'When it last changed.', { type: 'dateTime', mutability: 'readOnly' }),
      reference('location', 'Its URI.', ['uri'], { mutability: 'readOnly' }),
      attribute('version', 'Its entity tag.', { caseExact: true, mutability: 'readOnly' }),
    ],
    { mutability: 'readOnly' },
  ),
];
