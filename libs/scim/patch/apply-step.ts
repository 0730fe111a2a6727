import type { Attributes } from '../attributes.js';
import { isObject, own } from '../json/json-value.js';
import { isSameValue } from '../json/same-value.js';
import type { AttributeDefinition } from '../schema/definition.js';
import { type ScimError, scimError } from '../scim-error.js';
import { MAX_ELEMENTS } from '../validate/limits.js';
import { afterAppending, afterDropping, afterEditing, afterRemoving, type Outcome } from './element-lists.js';
import type { Slot } from './patch-target.js';
import { valueAt, withoutExtension, withValueAt } from './slot-value.js';
import type { Edit, Step } from './step.js';

const listAt = (attributes: Attributes, slot: Slot): readonly unknown[] => {
  const held = valueAt(attributes, slot);
  return Array.isArray(held) ? held : [];
};

const objectAt = (attributes: Attributes, slot: Slot): Attributes => {
  const held = valueAt(attributes, slot);
  return isObject(held) ? held : {};
};

const immutableError = (place: string, name: string): ScimError =>
  scimError(400, `${place}: ${name} cannot be changed once it has a value.`, 'mutability');

const isFixed = (definition: AttributeDefinition, stored: unknown, next: unknown): boolean =>
  definition.mutability === 'immutable' && stored !== undefined && !isSameValue(stored, next);

const emptyAsNothing = (value: unknown): unknown => {
  const isEmpty = Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
  return isEmpty ? undefined : value;
};

const afterEdit = (held: Attributes, { subAttribute, value }: Edit): Attributes => {
  const { [subAttribute.name]: _, ...others } = held;
  return value === undefined ? others : { ...held, [subAttribute.name]: value };
};

/** The slot's value after the step, or why not. */
const nextValue = (attributes: Attributes, step: Exclude<Step, { kind: 'drop-extension' }>): Outcome => {
  const { slot, place } = step;
  switch (step.kind) {
    case 'set':
      return { value: step.value };
    case 'set-sub': {
      const { subAttribute, value } = step.edit;
      const held = objectAt(attributes, slot);
      if (isFixed(subAttribute, own(held, subAttribute.name), value)) return immutableError(place, subAttribute.name);
      return { value: afterEdit(held, step.edit) };
    }
    case 'append':
      return afterAppending(slot.attribute, listAt(attributes, slot), step.elements);
    case 'remove-elements':
      return afterRemoving(slot.attribute, listAt(attributes, slot), step.elements);
    case 'drop-elements':
      return afterDropping(listAt(attributes, slot), step);
    case 'edit-elements':
      return afterEditing(listAt(attributes, slot), step);
  }
};

/** The attributes after one step; the given ones are never changed. */
export const applyStep = (attributes: Attributes, step: Step): { readonly attributes: Attributes } | ScimError => {
  if (step.kind === 'drop-extension') return { attributes: withoutExtension(attributes, step.extension) };
  const { slot, place } = step;
  const next = nextValue(attributes, step);
  if ('kind' in next) return next;
  const value = emptyAsNothing(next.value);
  if (isFixed(slot.attribute, valueAt(attributes, slot), value)) return immutableError(place, slot.attribute.name);
  if (Array.isArray(value) && value.length > MAX_ELEMENTS) {
    const detail = `${place}: ${slot.attribute.name} must not have more than ${MAX_ELEMENTS} values.`;
    return scimError(400, detail, 'invalidValue');
  }
  return { attributes: withValueAt(attributes, slot, value) };
};
