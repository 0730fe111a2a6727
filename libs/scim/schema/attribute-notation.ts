import type { AttributeDefinition } from './definition.js';

type Characteristics = Partial<Omit<AttributeDefinition, 'name' | 'description'>>;

/** The defaults of RFC 7643 §2.2, spelled out once so that the schemas below name only what differs. */
export const attribute = (
  name: string,
  description: string,
  characteristics: Characteristics = {},
): AttributeDefinition => ({
  name,
  type: 'string',
  multiValued: false,
  description,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...characteristics,
});

export const flag = (name: string, description: string, more: Characteristics = {}): AttributeDefinition =>
  attribute(name, description, { type: 'boolean', ...more });

/** RFC 7643 §2.3.7: a reference is case exact. */
export const reference = (
  name: string,
  description: string,
  referenceTypes: readonly string[],
  more: Characteristics = {},
): AttributeDefinition => attribute(name, description, { type: 'reference', caseExact: true, referenceTypes, ...more });

export const complex = (
  name: string,
  description: string,
  subAttributes: readonly AttributeDefinition[],
  more: Characteristics = {},
): AttributeDefinition => attribute(name, description, { type: 'complex', subAttributes, ...more });

/** RFC 7643 §2.4: the usual sub-attributes of a multi-valued attribute around a `value` of its own. */
export const plural = (
  name: string,
  description: string,
  value: AttributeDefinition,
  canonicalTypes?: readonly string[],
): AttributeDefinition =>
  complex(
    name,
    description,
    [
      value,
      attribute('display', 'Text to show for this value.'),
      attribute('type', 'What this value is for.', canonicalTypes ? { canonicalValues: canonicalTypes } : {}),
      flag('primary', 'Whether this is the preferred value; true at most once.'),
    ],
    { multiValued: true },
  );
