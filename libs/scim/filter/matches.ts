import { compareText } from '../canonical/compare-text.js';
import { parseInstant } from '../canonical/instant.js';
import { isPresent } from '../canonical/presence.js';
import { isObject, own } from '../json/json-value.js';
import type { ResolvedPath } from '../resolve/resolve-path.js';
import type { ResourceType } from '../schema/definition.js';
import { schemasOf } from '../schema/schemas-of.js';
import type { CheckedElementFilter, CheckedFilter, Condition, Place, ValueTest } from './checked-filter.js';
import type { ComparisonOperator } from './filter-node.js';
import { foldings } from './folding.js';

/**
 * Whether a resource, as a client would see it (with id, meta, `members`, `groups`), satisfies a filter. Two-valued: an
 * absent attribute makes a test false (`ne`: true), and `not` turns that around. `compileFilter` says the same in SQL.
 */
export const matches = (filter: CheckedFilter, resource: Readonly<Record<string, unknown>>): boolean =>
  holds(
    filter.condition,
    (place) => placeValues(filter.resourceType, resource, place),
    (path) => elementsAt(filter.resourceType, resource, path),
  );

/** Whether one element of a multi-valued attribute satisfies the filter in brackets. */
export const matchesElement = (filter: CheckedElementFilter, element: unknown): boolean =>
  holds(filter.condition, (place) => elementValues(element, place), noElements);

type ValuesAt = (place: Place) => readonly unknown[];
type ElementsAt = (path: ResolvedPath) => readonly unknown[];
const noElements: ElementsAt = () => [];

const holds = (condition: Condition, valuesAt: ValuesAt, elements: ElementsAt): boolean => {
  switch (condition.kind) {
    case 'and':
      return condition.terms.every((term) => holds(term, valuesAt, elements));
    case 'or':
      return condition.terms.some((term) => holds(term, valuesAt, elements));
    case 'not':
      return !holds(condition.term, valuesAt, elements);
    case 'constant':
      return condition.value;
    case 'test':
      return passes(condition.test, valuesAt(condition.place));
    case 'elements':
      return elements(condition.path).some((element) =>
        holds(condition.condition, (place) => elementValues(element, place), noElements),
      );
  }
};

/** Whether any of an attribute's values passes; of none, what the test says of absence. */
export const passes = (test: ValueTest, found: readonly unknown[]): boolean => {
  if (test.type === 'present') return found.some(isPresent);
  const values = found.map((value) => comparable(test, value)).filter((value) => value !== undefined);
  if (values.length === 0) return test.absent;
  return values.some((value) =>
    typeof value === 'string' && typeof test.operand === 'string'
      ? textPasses(test.operator, value, test.operand)
      : orderPasses(test.operator, value < test.operand ? -1 : value > test.operand ? 1 : 0),
  );
};

/** A stored value in the operand's type; undefined when it is not of that type, and so no value for this test. */
const comparable = (
  test: Exclude<ValueTest, { type: 'present' }>,
  value: unknown,
): string | number | boolean | bigint | undefined => {
  switch (test.type) {
    case 'text':
      return typeof value === 'string' ? foldings[test.folding](value) : undefined;
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'instant':
      return typeof value === 'string' ? parseInstant(value) : undefined;
  }
};

const textPasses = (operator: ComparisonOperator, value: string, operand: string): boolean => {
  switch (operator) {
    case 'eq':
      return value === operand;
    case 'co':
      return value.includes(operand);
    case 'sw':
      return value.startsWith(operand);
    case 'ew':
      return value.endsWith(operand);
    default:
      return orderPasses(operator, compareText(value, operand));
  }
};

const orderPasses = (operator: ComparisonOperator, order: number): boolean => {
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    default:
      return operator === 'le' && order <= 0;
  }
};

const placeValues = (resourceType: ResourceType, resource: Readonly<Record<string, unknown>>, place: Place) => {
  if (place.in === 'element') return [];
  const { subAttribute } = place.path;
  const elements = elementsAt(resourceType, resource, place.path);
  return subAttribute ? elements.flatMap((element) => memberOf(element, subAttribute.name)) : elements;
};

const elementValues = (element: unknown, place: Place): readonly unknown[] => {
  if (place.in === 'resource') return [];
  return place.subAttribute ? memberOf(element, place.subAttribute.name) : [element];
};

const memberOf = (element: unknown, name: string): readonly unknown[] => {
  const value = isObject(element) ? own(element, name) : undefined;
  return value === undefined ? [] : [value];
};

/** The values of the whole attribute of `path`: its elements, or the one value it has. */
const elementsAt = (
  resourceType: ResourceType,
  resource: Readonly<Record<string, unknown>>,
  { attribute, extension }: ResolvedPath,
): readonly unknown[] => {
  if (attribute.name === 'schemas' && extension === undefined) return schemasOf(resourceType, resource);
  const holder = extension === undefined ? resource : own(resource, extension);
  const value = isObject(holder) ? own(holder, attribute.name) : undefined;
  if (attribute.multiValued) return Array.isArray(value) ? value : [];
  return value === undefined || value === null ? [] : [value];
};
