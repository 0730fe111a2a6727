import { isObject } from '../json/json-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import type { AttributeDefinition } from '../schema/definition.js';
import { settlePrimary } from '../validate/elements.js';
import { type Reading, report } from '../validate/problem.js';
import { readElements, readValue } from '../validate/read-value.js';
import { pointsAtResource, spelledOut } from '../validate/reference-complex.js';
import { spelledNames } from '../validate/spelled-names.js';
import { unwrapped } from '../validate/unwrapped.js';
import type { PatchOperation } from './patch-request.js';
import type { ElementChoice, PatchTarget } from './patch-target.js';
import type { Edit, Step, Unmatched } from './step.js';

/** An operation on one attribute. `place` is where errors say it is. */
export type AttributeOperation = {
  readonly op: PatchOperation['op'];
  readonly target: PatchTarget & { kind: 'attribute' };
  readonly value: unknown;
  readonly place: string;
};

/** Whether RFC 7644 lets the value go away; reported as §3.5.2.2 names it. */
const mayUnassign = (definition: AttributeDefinition, reading: Reading, place: string): boolean => {
  if (definition.required) report(reading, place, `${definition.name} is required and cannot be removed`, 'mutability');
  return !definition.required;
};

const editOf = (
  parent: AttributeDefinition,
  subAttribute: AttributeDefinition,
  raw: unknown,
  reading: Reading,
  place: string,
): Edit[] => {
  const problemsBefore = reading.problems.length;
  const value = readValue(subAttribute, raw, reading, `${place}.${subAttribute.name}`, parent);
  if (reading.problems.length > problemsBefore || subAttribute.mutability === 'writeOnly') return [];
  return value !== undefined || mayUnassign(subAttribute, reading, place) ? [{ subAttribute, value }] : [];
};

/** The sub-attributes an object names, one edit each; the readOnly ones in it and a derived `$ref` are ignored. */
const editsOf = (attribute: AttributeDefinition, raw: unknown, reading: Reading, place: string): Edit[] => {
  const object = pointsAtResource(attribute) ? spelledOut(raw) : raw;
  if (!isObject(object)) return report(reading, place, 'must be an object') ?? [];
  const subAttributes = attribute.subAttributes ?? [];
  const sent = spelledNames(object, (name) => findAttribute(subAttributes, name), reading, place);
  return subAttributes.flatMap((subAttribute) => {
    const isWritten = sent.has(subAttribute.name) && subAttribute.mutability !== 'readOnly';
    const isDerived = subAttribute.name === '$ref' && pointsAtResource(attribute);
    return isWritten && !isDerived ? editOf(attribute, subAttribute, sent.get(subAttribute.name), reading, place) : [];
  });
};

/** A lone element may stand for a list of one (RFC 7644 §3.5.2.1); null and the empty string are an empty list. */
const listOf = (raw: unknown): readonly unknown[] => {
  if (raw === null || raw === undefined || raw === '') return [];
  return Array.isArray(raw) ? raw : [raw];
};

const onWholeList = ({ op, target: { slot }, value, place }: AttributeOperation, reading: Reading): Step[] => {
  const elements = settlePrimary(readElements(slot.attribute, listOf(value), reading, place), reading, place);
  if (op === 'add') return [{ kind: 'append', place, slot, elements }];
  const isCleared = elements.length === 0;
  if (isCleared && !mayUnassign(slot.attribute, reading, place)) return [];
  return [{ kind: 'set', place, slot, value: isCleared ? undefined : elements }];
};

const saysWho = (raw: unknown): boolean => {
  const object = spelledOut(raw);
  return !isObject(object) || Object.keys(object).some((name) => name.toLowerCase() === 'value');
};

/**
 * RFC 7644 §3.5.2.1 and §3.5.2.3: a complex value merges, sub-attributes it does not name stay. One that points at a
 * resource is set as a whole.
 */
const onWholeValue = ({ target: { slot }, value: raw, place }: AttributeOperation, reading: Reading): Step[] => {
  const { attribute } = slot;
  const merges = attribute.type === 'complex' && isObject(raw) && !(pointsAtResource(attribute) && saysWho(raw));
  if (merges) {
    return editsOf(attribute, raw, reading, place).map((edit) => ({ kind: 'set-sub', place, slot, edit }));
  }
  const problemsBefore = reading.problems.length;
  const value = readValue(attribute, raw, reading, place);
  if (reading.problems.length > problemsBefore) return [];
  return value !== undefined || mayUnassign(attribute, reading, place) ? [{ kind: 'set', place, slot, value }] : [];
};

const onSubAttribute = (
  { op, target: { slot }, value, place }: AttributeOperation,
  subAttribute: AttributeDefinition,
  reading: Reading,
): Step[] => {
  const edits = editOf(slot.attribute, subAttribute, value, reading, place);
  if (!slot.attribute.multiValued) return edits.map((edit) => ({ kind: 'set-sub', place, slot, edit }));
  const [edit] = edits;
  if (!edit) return [];
  if (op === 'add' && subAttribute.name === 'value' && edit.value !== undefined) {
    return [{ kind: 'append', place, slot, elements: [{ value: edit.value }] }];
  }
  return [{ kind: 'edit-elements', place, slot, edits, unmatched: 'create' }];
};

const unmatchedWrite = (op: PatchOperation['op'], reading: Reading): Unmatched =>
  op === 'add' || reading.settings.replaceUnmatched === 'add' ? 'create' : 'no-target';

const onChosen = (
  { op, target: { slot, subAttribute }, value: sent, place }: AttributeOperation,
  choice: ElementChoice,
  reading: Reading,
): Step[] => {
  const unmatched = unmatchedWrite(op, reading);
  const value = unwrapped(sent, reading);
  if (!subAttribute && (value === null || value === '')) {
    return op === 'add' ? [] : [{ kind: 'drop-elements', place, slot, choice, unmatched: 'no-change' }];
  }
  if (slot.attribute.type !== 'complex') {
    const elements = readElements(slot.attribute, [value], reading, place);
    return [
      { kind: 'drop-elements', place, slot, choice, unmatched: unmatched === 'no-target' ? 'no-target' : 'no-change' },
      { kind: 'append', place, slot, elements },
    ];
  }
  const edits = subAttribute
    ? editOf(slot.attribute, subAttribute, value, reading, place)
    : editsOf(slot.attribute, value, reading, place);
  return [{ kind: 'edit-elements', place, slot, choice, edits, unmatched }];
};

/** Elements named by value, as Entra removes them; a value that names none must never remove all. */
const removedByValue = ({ target: { slot }, value, place }: AttributeOperation, reading: Reading): Step[] => {
  const elements = readElements(slot.attribute, listOf(value), reading, place);
  return [{ kind: 'remove-elements', place, slot, elements }];
};

const removal = (operation: AttributeOperation, reading: Reading): Step[] => {
  const { slot, choice, subAttribute } = operation.target;
  const { place, value } = operation;
  const gone = subAttribute ?? (choice ? undefined : slot.attribute);
  if (gone && !mayUnassign(gone, reading, place)) return [];
  const unmatched = reading.settings.removeUnmatched;
  if (choice && !subAttribute) return [{ kind: 'drop-elements', place, slot, choice, unmatched }];
  if (subAttribute) {
    const edit = { subAttribute, value: undefined };
    if (!slot.attribute.multiValued) return [{ kind: 'set-sub', place, slot, edit }];
    const chosen = choice ? { choice, unmatched } : { unmatched: 'no-change' as const };
    return [{ kind: 'edit-elements', place, slot, edits: [edit], ...chosen }];
  }
  const isNamedByValue = slot.attribute.multiValued && value !== undefined && value !== null;
  return isNamedByValue ? removedByValue(operation, reading) : [{ kind: 'set', place, slot, value: undefined }];
};

/** The steps of an operation on an attribute that may be written; problems with its value are reported. */
export const stepsOf = (operation: AttributeOperation, reading: Reading): Step[] => {
  const { op, target } = operation;
  const { slot, choice, subAttribute } = target;
  if (op === 'remove') return removal(operation, reading);
  if (choice) return onChosen(operation, choice, reading);
  if (subAttribute) return onSubAttribute(operation, subAttribute, reading);
  return slot.attribute.multiValued ? onWholeList(operation, reading) : onWholeValue(operation, reading);
};
