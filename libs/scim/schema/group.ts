import { attribute, complex, reference } from './attribute-notation.js';
import type { SchemaDefinition } from './definition.js';
import { GROUP_SCHEMA } from './urns.js';

/**
 * RFC 7643 §4.2 and §8.7.1. `displayName` is required, and `uniqueness` is declared here; a directory that does not
 * want unique group names switches it off by its settings, for claims and discovery alike.
 */
export const groupSchema: SchemaDefinition = {
  id: GROUP_SCHEMA,
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', 'The group’s name.', { required: true, uniqueness: 'server' }),
    complex(
      'members',
      'Who belongs to the group; one entry a member.',
      [
        attribute('value', 'The member’s id.', { caseExact: true, mutability: 'immutable' }),
        reference('$ref', 'The member’s URI.', ['User', 'Group'], { mutability: 'immutable' }),
        attribute('type', 'What kind of resource the member is.', {
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
        }),
        attribute('display', 'Text to show for the member.'),
      ],
      { multiValued: true },
    ),
  ],
};
