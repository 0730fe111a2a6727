import { isObject } from '../json/json-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import type { AttributeDefinition } from '../schema/definition.js';
import { foldRepeats, settlePrimary } from './elements.js';
import { MAX_ELEMENTS } from './limits.js';
import { type Reading, report } from './problem.js';
import { pointsAtResource, spelledOut } from './reference-complex.js';
import { readSimple } from './simple-value.js';
import { spelledNames } from './spelled-names.js';
import { unwrapped } from './unwrapped.js';

/** A complex value under the schema's spelling; empty ones do not exist, they are unassigned. */
export type ComplexValue = Readonly<Record<string, unknown>>;

const LABELS = new Set(['type', 'primary']);

/** True for an element that says what it is for, but no longer what it is. */
export const isOnlyLabels = (element: ComplexValue): boolean => Object.keys(element).every((name) => LABELS.has(name));

/** `$ref` beside `value` is derived, see `pointsAtResource`. */
const isStored = (parent: AttributeDefinition, definition: AttributeDefinition): boolean =>
  definition.mutability !== 'readOnly' &&
  definition.mutability !== 'writeOnly' &&
  !(definition.name === '$ref' && pointsAtResource(parent));

const blankClearsComplex = (reading: Reading): boolean => reading.settings.emptyStringClears !== 'none';

/** One complex value: an object whose declared sub-attributes are read, everything readOnly in it ignored. */
const readComplex = (
  definition: AttributeDefinition,
  raw: unknown,
  reading: Reading,
  place: string,
): ComplexValue | undefined => {
  if (raw === null || raw === undefined || (raw === '' && blankClearsComplex(reading))) return undefined;
  const isPointer = pointsAtResource(definition);
  const object = isPointer ? spelledOut(raw) : raw;
  if (!isObject(object)) return report(reading, place, 'must be an object');
  const subAttributes = definition.subAttributes ?? [];
  const sent = spelledNames(object, (name) => findAttribute(subAttributes, name), reading, place);
  if (isPointer && sent.get('value') === '' && blankClearsComplex(reading)) return undefined;
  const value: Record<string, unknown> = {};
  for (const subAttribute of subAttributes) {
    if (!isStored(definition, subAttribute)) continue;
    const at = `${place}.${subAttribute.name}`;
    const read = readValue(subAttribute, sent.get(subAttribute.name), reading, at, definition);
    if (read !== undefined) value[subAttribute.name] = read;
    else if (isMissing(subAttribute, sent)) report(reading, at, 'is required');
  }
  const lostItsValue =
    definition.multiValued && sent.has('value') && value['value'] === undefined && isOnlyLabels(value);
  return Object.keys(value).length === 0 || lostItsValue ? undefined : value;
};

/** Present but faulty has been reported already. */
const isMissing = (subAttribute: AttributeDefinition, sent: ReadonlyMap<string, unknown>): boolean =>
  subAttribute.required && (sent.get(subAttribute.name) ?? null) === null;

/** One element of a multi-valued attribute, or the value of a single-valued one. */
export const readElement = (
  definition: AttributeDefinition,
  raw: unknown,
  reading: Reading,
  place: string,
  parent?: AttributeDefinition,
): unknown => {
  if (definition.type === 'complex') return readComplex(definition, raw, reading, place);
  return readSimple(definition, raw, reading, place, parent);
};

/** The elements of a list, faulty and unassigned ones left out, repeats folded; not yet checked for `primary`. */
export const readElements = (
  definition: AttributeDefinition,
  raw: readonly unknown[],
  reading: Reading,
  place: string,
): unknown[] => {
  if (raw.length > MAX_ELEMENTS) return report(reading, place, `must not have more than ${MAX_ELEMENTS} values`) ?? [];
  const elements: unknown[] = [];
  for (const [at, element] of raw.entries()) {
    const read = readElement(definition, element, reading, `${place}[${at}]`);
    if (read !== undefined) elements.push(read);
  }
  return foldRepeats(definition, elements);
};

/**
 * The value of an attribute in its canonical form, RFC 7643 §2.5: undefined for null, an empty list and an empty object
 * alike, and for what was reported as a problem.
 */
export const readValue = (
  definition: AttributeDefinition,
  raw: unknown,
  reading: Reading,
  place: string,
  parent?: AttributeDefinition,
): unknown => {
  if (!definition.multiValued) {
    return readElement(definition, unwrapped(raw, reading), reading, place, parent);
  }
  if (raw === null || raw === undefined) return undefined;
  if (raw === '' && blankClearsComplex(reading)) return undefined;
  if (!Array.isArray(raw)) return report(reading, place, 'must be a list');
  const elements = settlePrimary(readElements(definition, raw, reading, place), reading, place);
  return elements.length === 0 ? undefined : elements;
};
