import { isObject, own } from '../json/json-value.js';
import { type ScimError, scimError } from '../scim-error.js';
import { commonAttributes } from './common.js';
import type { AttributeDefinition, SchemaDefinition } from './definition.js';

export const schemaLimits = { maxAttributes: 200, maxDescription: 1_000 } as const;

/**
 * A custom schema in the form of RFC 7643 §7: the document /Schemas shows, with the defaults of §2.2 for what it leaves
 * out. 400 invalidValue names every problem at once.
 *
 * Not taken: sub-attributes that are complex or multi-valued (§2.3.8 forbids the first; filters could not address the
 * second), names of common attributes, `readOnly` (nothing would ever set it).
 */
export const parseSchemaDocument = (document: unknown): SchemaDefinition | ScimError => {
  const problems: string[] = [];
  const reader = documentReader(document, '', problems);
  const id = reader.text('id', urnPattern, 'a URN such as urn:example:params:scim:schemas:badge:1.0');
  const name = reader.optionalText('name') ?? id.split(':').at(-1) ?? id;
  const description = reader.optionalText('description') ?? '';
  const attributes = readAttributes(reader.list('attributes'), '', problems);
  if (attributes.length === 0) problems.push('attributes must not be empty');
  return problems.length === 0
    ? { id, name, description, attributes }
    : scimError(400, `The schema is not usable: ${problems.slice(0, MAX_PROBLEMS).join('; ')}.`, 'invalidValue');
};

const MAX_PROBLEMS = 20;
const urnPattern = /^urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[A-Za-z0-9:._-]{1,200}$/i;
const namePattern = /^[A-Za-z][A-Za-z0-9_$-]{0,99}$/;
const subNamePattern = /^[A-Za-z$][A-Za-z0-9_$-]{0,99}$/;
const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex'] as const;
const reservedNames = new Set([
  ...commonAttributes.map(({ name }) => name.toLowerCase()),
  'members',
  'groups',
  'password',
]);

type Reader = ReturnType<typeof documentReader>;

/** Reads members of one object and notes what is wrong with them under `place`. */
const documentReader = (value: unknown, place: string, problems: string[]) => {
  if (!isObject(value)) problems.push(`${place || 'the document'} must be an object`);
  const member = (name: string): unknown => (isObject(value) ? own(value, name) : undefined);
  const at = (name: string): string => (place ? `${place}.${name}` : name);
  return {
    text: (name: string, pattern: RegExp, expected: string): string => {
      const text = member(name);
      if (typeof text === 'string' && pattern.test(text)) return text;
      problems.push(`${at(name)} must be ${expected}`);
      return '';
    },
    optionalText: (name: string): string | undefined => {
      const text = member(name);
      if (text === undefined || text === null) return undefined;
      if (typeof text === 'string' && text.length <= schemaLimits.maxDescription) return text;
      problems.push(`${at(name)} must be a text of at most ${schemaLimits.maxDescription} characters`);
      return undefined;
    },
    flag: (name: string): boolean => {
      const flag = member(name) ?? false;
      if (typeof flag !== 'boolean') problems.push(`${at(name)} must be true or false`);
      return flag === true;
    },
    choice: <T extends string>(name: string, choices: readonly T[], byDefault: T): T => {
      const chosen = member(name) ?? byDefault;
      const found = choices.find((choice) => choice === chosen);
      if (found === undefined) problems.push(`${at(name)} must be one of ${choices.join(', ')}`);
      return found ?? byDefault;
    },
    texts: (name: string): readonly string[] | undefined => {
      const list = member(name) ?? undefined;
      if (list === undefined) return undefined;
      if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return list;
      problems.push(`${at(name)} must be a list of texts`);
      return undefined;
    },
    list: (name: string): readonly unknown[] => {
      const list = member(name);
      if (Array.isArray(list) && list.length <= schemaLimits.maxAttributes) return list;
      problems.push(`${at(name)} must be a list of at most ${schemaLimits.maxAttributes} attributes`);
      return [];
    },
  };
};

const readAttributes = (
  list: readonly unknown[],
  parent: string,
  problems: string[],
): readonly AttributeDefinition[] => {
  const definitions = list.map((entry, at) => readAttribute(entry, parent, at, problems));
  const names = definitions.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (twice) problems.push(`${parent ? `${parent}.` : ''}${twice} is declared twice (names differ by more than case)`);
  return definitions;
};

const readAttribute = (entry: unknown, parent: string, at: number, problems: string[]): AttributeDefinition => {
  const isSub = parent !== '';
  const named = isObject(entry) && typeof own(entry, 'name') === 'string' ? String(own(entry, 'name')) : `[${at}]`;
  const place = isSub ? `${parent}.${named}` : named;
  const reader = documentReader(entry, place, problems);
  const name = reader.text('name', isSub ? subNamePattern : namePattern, 'letters, digits, _ or -, a letter first');
  if (!isSub && reservedNames.has(name.toLowerCase())) problems.push(`${name} is taken by the protocol`);
  const type = reader.choice('type', types, 'string');
  const multiValued = reader.flag('multiValued');
  if (isSub && (multiValued || type === 'complex')) problems.push(`${place} is a sub-attribute, so single and simple`);
  return {
    name,
    type,
    multiValued,
    description: reader.optionalText('description') ?? '',
    required: reader.flag('required'),
    ...characteristics(reader, type),
    ...(type === 'complex' &&
      !isSub && { subAttributes: readAttributes(reader.list('subAttributes'), place, problems) }),
  };
};

const characteristics = (reader: Reader, type: AttributeDefinition['type']) => {
  const canonicalValues = reader.texts('canonicalValues');
  const referenceTypes = reader.texts('referenceTypes');
  const isExactByNature = type === 'reference' || type === 'binary';
  return {
    caseExact: reader.flag('caseExact') || isExactByNature,
    mutability: reader.choice('mutability', ['readWrite', 'immutable', 'writeOnly'], 'readWrite'),
    returned: reader.choice('returned', ['always', 'never', 'default', 'request'], 'default'),
    uniqueness: reader.choice('uniqueness', ['none', 'server', 'global'], 'none'),
    ...(canonicalValues && { canonicalValues }),
    ...(referenceTypes && { referenceTypes }),
  };
};
