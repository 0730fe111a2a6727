import { foldCase } from '../canonical/fold.js';
import { isObject } from '../json/json-value.js';
import { sortedJson } from '../json/same-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import type { AttributeDefinition } from '../schema/definition.js';
import { type Reading, report } from './problem.js';

const fold = (definition: AttributeDefinition | undefined, value: unknown): unknown =>
  typeof value === 'string' && definition && !definition.caseExact ? foldCase(value) : value;

/** Elements are never changed once made, and belong to one attribute. */
const identities = new WeakMap<object, string>();

/**
 * What makes two elements of an attribute the same one: type and value where there is a value, RFC 7643 §2.4; else
 * everything in it.
 */
export const identityOf = (definition: AttributeDefinition, element: unknown): string => {
  if (!isObject(element)) return JSON.stringify(fold(definition, element));
  const known = identities.get(element);
  if (known !== undefined) return known;
  const find = (name: string) => findAttribute(definition.subAttributes ?? [], name);
  const { value, type = null } = element;
  const identity =
    value === undefined
      ? `=${sortedJson(element)}`
      : JSON.stringify([fold(find('value'), value), fold(find('type'), type)]);
  identities.set(element, identity);
  return identity;
};

/** Elements with one identity become one, at the place of the first; what a later one adds or changes wins. */
export const foldRepeats = (definition: AttributeDefinition, elements: readonly unknown[]): unknown[] => {
  const byIdentity = new Map<string, unknown>();
  for (const element of elements) {
    const identity = identityOf(definition, element);
    const earlier = byIdentity.get(identity);
    byIdentity.set(
      identity,
      isObject(earlier) && isObject(element) ? { ...earlier, ...element } : (earlier ?? element),
    );
  }
  return [...byIdentity.values()];
};

const isPrimary = (element: unknown): boolean => isObject(element) && element['primary'] === true;

const withoutPrimary = (element: unknown): unknown =>
  isPrimary(element) ? { ...(element as object), primary: false } : element;

/** RFC 7643 §2.4: `primary` is true at most once. More in one request are refused, or the first is believed. */
export const settlePrimary = (elements: readonly unknown[], reading: Reading, place: string): readonly unknown[] => {
  const first = elements.findIndex(isPrimary);
  const several = first >= 0 && elements.some((element, at) => at > first && isPrimary(element));
  if (!several) return elements;
  if (reading.settings.severalPrimary === 'reject') {
    report(reading, place, 'has more than one value marked primary');
    return elements;
  }
  return elements.map((element, at) => (at > first ? withoutPrimary(element) : element));
};

/** A newly written primary value takes the mark from all others, RFC 7644 §3.5.2. */
export const movePrimary = (elements: readonly unknown[], isNew: (at: number) => boolean): readonly unknown[] => {
  const isMoved = elements.some((element, at) => isNew(at) && isPrimary(element));
  return isMoved ? elements.map((element, at) => (isNew(at) ? element : withoutPrimary(element))) : elements;
};
