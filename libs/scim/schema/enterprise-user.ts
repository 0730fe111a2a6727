import { attribute, complex, reference } from './attribute-notation.js';
import type { SchemaDefinition } from './definition.js';
import { ENTERPRISE_USER_SCHEMA } from './urns.js';

/** RFC 7643 §4.3. */
export const enterpriseUserSchema: SchemaDefinition = {
  id: ENTERPRISE_USER_SCHEMA,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute('employeeNumber', 'Number or code that identifies the person.'),
    attribute('costCenter', 'Cost center.'),
    attribute('organization', 'Organization.'),
    attribute('division', 'Division.'),
    attribute('department', 'Department.'),
    complex('manager', 'The user’s manager.', [
      attribute('value', 'The manager’s id.'),
      reference('$ref', 'The manager’s URI.', ['User']),
      attribute('displayName', 'The manager’s name.', { mutability: 'readOnly' }),
    ]),
  ],
};
