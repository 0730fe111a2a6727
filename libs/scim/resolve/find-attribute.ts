import type { AttributeDefinition } from '../schema/definition.js';

const indexes = new WeakMap<readonly AttributeDefinition[], ReadonlyMap<string, AttributeDefinition>>();
const asciiName = /^[\x21-\x7e]+$/;

const indexOf = (definitions: readonly AttributeDefinition[]): ReadonlyMap<string, AttributeDefinition> => {
  const known = indexes.get(definitions);
  if (known) return known;
  const index = new Map(definitions.map((definition) => [definition.name.toLowerCase(), definition]));
  indexes.set(definitions, index);
  return index;
};

/**
 * The definition with that name in any case (RFC 7643 §2.1). Names are looked up in a Map, so `__proto__` or
 * `constructor` are names like any other; names outside ASCII are never folded onto one inside it.
 */
export const findAttribute = (
  definitions: readonly AttributeDefinition[],
  name: string,
): AttributeDefinition | undefined => (asciiName.test(name) ? indexOf(definitions).get(name.toLowerCase()) : undefined);
