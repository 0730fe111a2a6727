import type { FilterNode } from '../filter/filter-node.js';
import { resolveSubAttribute } from '../resolve/resolve-path.js';
import type { AttributeDefinition } from '../schema/definition.js';
import type { ScimSettings } from '../settings/settings.js';
import type { Reading } from '../validate/problem.js';
import { type ComplexValue, readValue } from '../validate/read-value.js';

type Equality = { readonly path: string; readonly literal: unknown };

const equalitiesIn = (node: FilterNode): readonly Equality[] | undefined => {
  if (node.kind === 'compare') return node.operator === 'eq' ? [node] : undefined;
  if (node.kind !== 'and') return undefined;
  const terms = node.terms.map(equalitiesIn);
  return terms.includes(undefined) ? undefined : (terms as Equality[][]).flat();
};

/**
 * The element a filter describes when it only says what equals what: `type eq "work"` is `{type: "work"}`. It is what Entra
 * expects to be created when it writes to an element that is not there yet. Undefined for any other filter.
 */
export const seedOf = (
  node: FilterNode,
  attribute: AttributeDefinition,
  settings: ScimSettings,
): ComplexValue | undefined => {
  const equalities = equalitiesIn(node);
  if (!equalities || attribute.type !== 'complex') return undefined;
  const reading: Reading = { settings, problems: [] };
  const seed: Record<string, unknown> = {};
  for (const { path, literal } of equalities) {
    const subAttribute = resolveSubAttribute(attribute, path);
    if (!subAttribute || subAttribute.mutability === 'readOnly') return undefined;
    const value = readValue(subAttribute, literal, reading, path, attribute);
    if (value !== undefined) seed[subAttribute.name] = value;
  }
  return reading.problems.length > 0 ? undefined : seed;
};
