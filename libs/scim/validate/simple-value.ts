import { foldCase } from '../canonical/fold.js';
import { parseInstant } from '../canonical/instant.js';
import type { AttributeDefinition } from '../schema/definition.js';
import { isBase64, isReference } from './formats.js';
import { lengthProblem } from './limits.js';
import { type Reading, report } from './problem.js';

export type SimpleValue = string | number | boolean;

type SimpleType = Exclude<AttributeDefinition['type'], 'complex'>;

const expectation: { readonly [Type in SimpleType]: string } = {
  string: 'must be a string',
  boolean: 'must be true or false',
  decimal: 'must be a number',
  integer: 'must be a whole number',
  dateTime: 'must be a date and time with seconds, such as 2026-03-01T09:30:00Z',
  reference: 'must be a URI',
  binary: 'must be base64',
};

const fitsType: { readonly [Type in SimpleType]: (value: unknown) => boolean } = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  decimal: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => Number.isSafeInteger(value),
  dateTime: (value) => typeof value === 'string' && parseInstant(value) !== undefined,
  reference: (value) => typeof value === 'string' && isReference(value),
  binary: (value) => typeof value === 'string' && isBase64(value),
};

const booleanFrom = (text: string): boolean | string => {
  const folded = text.trim().toLowerCase();
  return folded === 'true' ? true : folded === 'false' ? false : text;
};

const enforcedProblem = (definition: AttributeDefinition, value: unknown): string | undefined => {
  const allowed = definition.canonicalValues;
  if (!allowed || typeof value !== 'string') return undefined;
  const fold = (text: string) => (definition.caseExact ? text : foldCase(text));
  return allowed.some((one) => fold(one) === fold(value)) ? undefined : `must be one of ${allowed.join(', ')}`;
};

/** A required text that is empty counts as missing, not as an unassigned one: RFC 7644 §3.3 with RFC 7643 §2.2. */
const isUnassigned = (definition: AttributeDefinition, raw: unknown, reading: Reading): boolean =>
  raw === null ||
  raw === undefined ||
  (raw === '' && !definition.required && reading.settings.emptyStringClears === 'all');

/** One value of a simple type; undefined when unassigned, or when a problem was reported. */
export const readSimple = (
  definition: AttributeDefinition,
  raw: unknown,
  reading: Reading,
  place: string,
  parent?: AttributeDefinition,
): SimpleValue | undefined => {
  if (isUnassigned(definition, raw, reading)) return undefined;
  const { settings } = reading;
  const value =
    definition.type === 'boolean' && typeof raw === 'string' && settings.booleanStrings === 'coerce'
      ? booleanFrom(raw)
      : raw;
  const type = definition.type as SimpleType;
  const isAnyText = type === 'reference' && settings.referenceSyntax === 'any' && typeof value === 'string';
  if (!isAnyText && !fitsType[type](value)) return report(reading, place, expectation[type]);
  const problem =
    (definition.required && typeof value === 'string' && value.trim() === '' ? 'must not be empty' : undefined) ??
    (typeof value === 'string' ? lengthProblem(value, definition, parent) : undefined) ??
    (settings.canonicalValues === 'enforce' ? enforcedProblem(definition, value) : undefined);
  return problem ? report(reading, place, problem) : (value as SimpleValue);
};
