import { foldCase } from '../canonical/fold.js';
import { matchesElement } from '../filter/matches.js';
import { isObject, own } from '../json/json-value.js';
import { isSameValue } from '../json/same-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import type { AttributeDefinition } from '../schema/definition.js';
import { type ScimError, scimError } from '../scim-error.js';
import { foldRepeats, identityOf, movePrimary } from '../validate/elements.js';
import { type ComplexValue, isOnlyLabels } from '../validate/read-value.js';
import type { Edit, Step } from './step.js';

export type List = readonly unknown[];
export type Outcome = { readonly value: unknown } | ScimError;

/** Elements are never changed once made, and belong to one attribute: what was worked out once holds. */
const valueKeys = new WeakMap<object, string>();

/** An element's `value` in its compared form; the element itself where it is a simple one. */
const valueKey = (definition: AttributeDefinition, element: unknown): string | undefined => {
  if (!isObject(element)) return identityOf(definition, element);
  const known = valueKeys.get(element);
  if (known !== undefined) return known;
  const value = own(element, 'value');
  if (value === undefined) return undefined;
  const isExact = findAttribute(definition.subAttributes ?? [], 'value')?.caseExact;
  const key = typeof value === 'string' && !isExact ? foldCase(value) : JSON.stringify(value);
  valueKeys.set(element, key);
  return key;
};

const isUntyped = (element: unknown): boolean => isObject(element) && own(element, 'type') === undefined;

const merged = (held: unknown, added: unknown): unknown =>
  isObject(held) && isObject(added) ? { ...held, ...added } : held;

/**
 * RFC 7644 §3.5.2.1: elements are appended, one that is there already is not. What the new one says beyond it is merged
 * in; an element without a type is the stored one of the same value.
 */
export const afterAppending = (definition: AttributeDefinition, held: List, added: List): Outcome => {
  const list = [...held];
  const byIdentity = new Map(held.map((element, at) => [identityOf(definition, element), at]));
  const byValue = new Map<string | undefined, number>();
  // The first of several types: a repeat must find the element it found before, not one that came with it.
  const remember = (element: unknown, at: number): void => {
    const key = valueKey(definition, element);
    if (!byValue.has(key)) byValue.set(key, at);
  };
  held.forEach(remember);
  const touched = new Set<number>();
  for (const element of added) {
    const key = valueKey(definition, element);
    const sameValue = key !== undefined && isUntyped(element) ? byValue.get(key) : undefined;
    const found = byIdentity.get(identityOf(definition, element)) ?? sameValue;
    const at = found ?? list.length;
    list[at] = found === undefined ? element : merged(list[at], element);
    if (isObject(element) && own(element, 'primary') === true) touched.add(at);
    byIdentity.set(identityOf(definition, element), at);
    remember(element, at);
  }
  return { value: movePrimary(list, (at) => touched.has(at)) };
};

/** Elements are found by value, and by type where both say one; those without a value only as a whole. */
export const afterRemoving = (definition: AttributeDefinition, held: List, removed: List): Outcome => {
  const identities = new Set(removed.map((element) => identityOf(definition, element)));
  const untypedValues = new Set(removed.filter(isUntyped).map((element) => valueKey(definition, element)));
  const values = new Set(removed.map((element) => valueKey(definition, element)));
  const isRemoved = (element: unknown): boolean => {
    const key = valueKey(definition, element);
    return (
      identities.has(identityOf(definition, element)) ||
      (key !== undefined && (untypedValues.has(key) || (isUntyped(element) && values.has(key))))
    );
  };
  return { value: held.filter((element) => !isRemoved(element)) };
};

const noTarget = (place: string): ScimError =>
  scimError(400, `${place}: the filter matches no value, so there is nothing to change.`, 'noTarget');

export const afterDropping = (held: List, step: Step & { kind: 'drop-elements' }): Outcome => {
  const kept = held.filter((element) => !matchesElement(step.choice.filter, element));
  return kept.length === held.length && step.unmatched === 'no-target' ? noTarget(step.place) : { value: kept };
};

const isFixed = (element: unknown, { subAttribute, value }: Edit): boolean => {
  const stored = isObject(element) ? own(element, subAttribute.name) : undefined;
  return subAttribute.mutability === 'immutable' && stored !== undefined && !isSameValue(stored, value);
};

/** What the edits make of an element; undefined once nothing but its labels would be left. */
const editor = (edits: readonly Edit[]): ((element: object) => ComplexValue | undefined) => {
  const written = Object.fromEntries(
    edits.flatMap(({ subAttribute, value }) => (value === undefined ? [] : [[subAttribute.name, value]])),
  ) as ComplexValue;
  const removed = new Set(edits.flatMap(({ subAttribute, value }) => (value === undefined ? [subAttribute.name] : [])));
  if (removed.size === 0) return (element) => ({ ...element, ...written });
  return (element) => {
    const kept = Object.entries(element).filter(([name]) => !removed.has(name));
    const result: ComplexValue = { ...Object.fromEntries(kept), ...written };
    const isEmptied = kept.length < Object.keys(element).length && isOnlyLabels(result);
    return isEmptied || Object.keys(result).length === 0 ? undefined : result;
  };
};

const setsPrimary = (edits: readonly Edit[]): boolean =>
  edits.some(({ subAttribute, value }) => subAttribute.name === 'primary' && value === true);

const changesIdentity = (edits: readonly Edit[]): boolean =>
  edits.some(({ subAttribute }) => subAttribute.name === 'value' || subAttribute.name === 'type');

/** RFC 7644 §3.5.2: only one value is primary, so of several that were marked at once the first is. */
const withPrimaryAt = (list: List, marked: ReadonlySet<number>): List => {
  const [first] = marked;
  return movePrimary(list, (at) => at === first);
};

const unmatchedOutcome = (held: List, step: Step & { kind: 'edit-elements' }): Outcome => {
  const writes = step.edits.filter(({ value }) => value !== undefined);
  if (step.unmatched === 'no-change' || (writes.length === 0 && step.unmatched === 'create')) return { value: held };
  const seed = step.choice ? step.choice.seed : {};
  if (step.unmatched === 'no-target' || !seed) return noTarget(step.place);
  const element = Object.fromEntries([
    ...Object.entries(seed),
    ...writes.map(({ subAttribute, value }) => [subAttribute.name, value]),
  ]);
  return afterAppending(step.slot.attribute, held, [element]);
};

/** Sub-attributes of all chosen elements change; where none is, the filter may describe the one to create. */
export const afterEditing = (held: List, step: Step & { kind: 'edit-elements' }): Outcome => {
  const { choice, edits, slot, place } = step;
  const chosen = new Set<number>();
  for (const [at, element] of held.entries()) {
    if (isObject(element) && (!choice || matchesElement(choice.filter, element))) chosen.add(at);
  }
  if (chosen.size === 0) return unmatchedOutcome(held, step);
  const fixed = edits.find(
    (edit) =>
      edit.subAttribute.mutability === 'immutable' &&
      held.some((element, at) => chosen.has(at) && isFixed(element, edit)),
  );
  if (fixed) {
    const detail = `${place}: ${slot.attribute.name}.${fixed.subAttribute.name} cannot be changed once it has a value.`;
    return scimError(400, detail, 'mutability');
  }
  const edited = editor(edits);
  const list = held.map((element, at) => (chosen.has(at) ? edited(element as object) : element));
  const settled = setsPrimary(edits) ? withPrimaryAt(list, chosen) : list;
  const kept = settled.filter((element) => element !== undefined);
  return { value: changesIdentity(edits) ? foldRepeats(slot.attribute, kept) : kept };
};
