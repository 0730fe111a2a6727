import { compareText } from '../canonical/compare-text.js';
import { parseInstant } from '../canonical/instant.js';
import { foldings } from '../filter/folding.js';
import { isObject, own } from '../json/json-value.js';
import type { CheckedSort } from './check-sort.js';

type Resource = Readonly<Record<string, unknown>>;
type SortValue = string | number | bigint | undefined;

/**
 * The order `compileSort` gives in SQL: without a value last when ascending and first when descending, ties in the order
 * of creation, then by id.
 */
export const compareResources =
  (sort: CheckedSort) =>
  (left: Resource, right: Resource): number => {
    const order = compareValues(sortValue(sort, left), sortValue(sort, right));
    if (order !== 0) return sort.descending ? -order : order;
    return compareCreation(left, right);
  };

const compareValues = (left: SortValue, right: SortValue): number => {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
};

const compareCreation = (left: Resource, right: Resource): number =>
  compareText(createdOf(left), createdOf(right)) || compareText(String(left['id']), String(right['id']));

const createdOf = ({ meta }: Resource): string => (isObject(meta) ? String(own(meta, 'created')) : '');

/** RFC 7644 §3.4.2.3: of several values the primary one's, else the first one's. */
const sortValue = (sort: CheckedSort, resource: Resource): SortValue => {
  const { attribute, subAttribute, extension } = sort.path;
  const holder = extension === undefined ? resource : own(resource, extension);
  const value = isObject(holder) ? own(holder, attribute.name) : undefined;
  const element = attribute.multiValued ? chosenElement(value) : value;
  if (!subAttribute) return comparable(sort, element);
  return comparable(sort, isObject(element) ? own(element, subAttribute.name) : undefined);
};

const chosenElement = (value: unknown): unknown => {
  if (!Array.isArray(value)) return undefined;
  return value.find((element) => isObject(element) && own(element, 'primary') === true) ?? value[0];
};

const comparable = ({ definition, folding }: CheckedSort, value: unknown): SortValue => {
  switch (definition.type) {
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : undefined;
    case 'integer':
    case 'decimal':
      return typeof value === 'number' ? value : undefined;
    case 'dateTime':
      return typeof value === 'string' ? parseInstant(value) : undefined;
    default:
      return typeof value === 'string' && value !== '' ? foldings[folding](value) : undefined;
  }
};
