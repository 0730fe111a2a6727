import type { Attributes, Member } from '../attributes.js';
import { isObject, own } from '../json/json-value.js';
import { isSameValue } from '../json/same-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { schemasOf } from '../schema/schemas-of.js';
import { type ScimError, scimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';
import { carryOver, isActivity } from './carry-over.js';
import { hasMembers, isMembersOf, readMembers } from './members.js';
import { errorOf, type Reading, report } from './problem.js';
import { unqualified } from './qualified-names.js';
import { readValue } from './read-value.js';
import { readSchemas, schemaNamed } from './schemas-list.js';
import { spelledNames } from './spelled-names.js';
import { coreAttributesOf, isKept } from './stored-attributes.js';

/** What the body is for. A replacement is read against the stored attributes; `id` is the one in the URL. */
export type ValidationMode =
  | { readonly kind: 'create' }
  | { readonly kind: 'replace'; readonly current: Attributes; readonly id?: string };

export type ValidResource = {
  readonly kind: 'valid';
  /** Under the schema's spelling, with `schemas`; without id, meta, members, groups and anything writeOnly. */
  readonly attributes: Attributes;
  /** Groups only: all members the group is to have, or `keep` when the request says nothing about them. */
  readonly members?: readonly Member[] | 'keep';
  readonly passwordSent: boolean;
};

export type InvalidResource = { readonly kind: 'invalid'; readonly error: ScimError };

type Scope = {
  readonly definitions: readonly AttributeDefinition[];
  readonly extension?: string;
  readonly current: Attributes;
};

const placeIn = (scope: Scope, name: string): string => (scope.extension ? `${scope.extension}:${name}` : name);

/** RFC 7644 §3.5.1: an immutable attribute that has a value can only be sent with that value. */
const checkImmutable = (
  definition: AttributeDefinition,
  value: unknown,
  stored: unknown,
  reading: Reading,
  at: string,
) => {
  if (definition.mutability === 'immutable' && stored !== undefined && !isSameValue(value, stored)) {
    report(reading, at, 'cannot be changed once it has a value', 'mutability');
  }
};

const readScope = (
  scope: Scope,
  sent: ReadonlyMap<string, unknown>,
  reading: Reading,
  skip: (definition: AttributeDefinition) => boolean,
): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const definition of scope.definitions) {
    if (definition.mutability === 'readOnly' || skip(definition)) continue;
    const at = placeIn(scope, definition.name);
    const problemsBefore = reading.problems.length;
    const value = readValue(definition, sent.get(definition.name), reading, at);
    const isRead = reading.problems.length === problemsBefore;
    if (isRead && value === undefined && definition.required) report(reading, at, 'is required');
    if (isRead) checkImmutable(definition, value, own(scope.current, definition.name), reading, at);
    if (value !== undefined && isKept(definition)) values[definition.name] = value;
  }
  return values;
};

const readExtensions = (
  resourceType: ResourceType,
  sent: ReadonlyMap<string, unknown>,
  mode: ValidationMode,
  named: ReadonlySet<string> | undefined,
  reading: Reading,
): Record<string, unknown> => {
  const { settings } = reading;
  const values: Record<string, unknown> = {};
  for (const { schema, required } of resourceType.extensions) {
    const raw = sent.get(schema.id) ?? undefined;
    const stored = mode.kind === 'replace' ? own(mode.current, schema.id) : undefined;
    const current = isObject(stored) ? stored : {};
    if (raw !== undefined && !isObject(raw)) {
      report(reading, schema.id, 'must be an object');
      continue;
    }
    if (raw && named && !named.has(schema.id) && settings.extensionWithoutUrn === 'reject') {
      report(reading, 'schemas', `must contain ${schema.id}, of which there are attributes`, 'invalidSyntax');
    }
    const keepsAll = raw === undefined && (sent.has(schema.id) ? settings.putNull : settings.putMissing) === 'keep';
    const body = keepsAll ? current : (raw ?? {});
    const find = (name: string) => findAttribute(schema.attributes, name);
    const spelled = spelledNames(body, find, reading, schema.id);
    const filled = mode.kind === 'replace' ? carryOver(schema.attributes, spelled, current, settings) : spelled;
    if (filled.size === 0 && !required) continue;
    const scope = { definitions: schema.attributes, extension: schema.id, current };
    const value = readScope(scope, filled, reading, () => false);
    if (Object.keys(value).length > 0) values[schema.id] = value;
    else if (required && filled.size === 0) report(reading, schema.id, 'is required');
  }
  return values;
};

const membersFrom = (
  resourceType: ResourceType,
  sent: ReadonlyMap<string, unknown>,
  mode: ValidationMode,
  reading: Reading,
): { members?: readonly Member[] | 'keep' } => {
  if (!hasMembers(resourceType)) return {};
  const raw = sent.get('members');
  const { putMissing, putNull } = reading.settings;
  const keeps = raw === undefined ? putMissing === 'keep' : raw === null && putNull === 'keep';
  return { members: mode.kind === 'replace' && keeps ? 'keep' : readMembers(raw, reading, 'members') };
};

/** Names of the body: `schemas`, `id` and `meta` are known but not read as attributes; URNs are extensions, in any case. */
const nameFinder = (resourceType: ResourceType, settings: ScimSettings) => {
  const core = coreAttributesOf(resourceType);
  const reserved = ['schemas', 'id', 'meta'];
  return (name: string) => {
    const found = findAttribute(core, name);
    if (found) return found;
    const folded = name.toLowerCase();
    if (reserved.includes(folded)) return { name: folded };
    const extension = name.includes(':') ? schemaNamed(resourceType, name, settings)?.extension : undefined;
    return extension === undefined ? undefined : { name: extension };
  };
};

const checkId = (id: unknown, mode: ValidationMode, reading: Reading) => {
  if (mode.kind !== 'replace' || mode.id === undefined || reading.settings.putIdMismatch === 'ignore') return;
  if (id !== undefined && id !== mode.id) report(reading, 'id', 'differs from the one in the URL', 'mutability');
};

const withDefaults = (
  resourceType: ResourceType,
  sent: ReadonlyMap<string, unknown>,
  mode: ValidationMode,
  settings: ScimSettings,
): ReadonlyMap<string, unknown> => {
  const core = coreAttributesOf(resourceType);
  if (mode.kind === 'replace') return carryOver(core, sent, mode.current, settings);
  const active = settings.activeByDefault ? core.find(isActivity) : undefined;
  return active && (sent.get(active.name) ?? null) === null ? new Map(sent).set(active.name, true) : sent;
};

/**
 * Reads the body of a POST or PUT against the resource type's schemas: RFC 7643 §2, RFC 7644 §3.3 and §3.5.1. Everything
 * wrong with it is reported in one 400. The body is not changed. Time is linear in its size.
 */
export const validateResource = (
  resourceType: ResourceType,
  body: unknown,
  settings: ScimSettings,
  mode: ValidationMode,
): ValidResource | InvalidResource => {
  if (!isObject(body)) {
    return { kind: 'invalid', error: scimError(400, 'The body must be a JSON object.', 'invalidSyntax') };
  }
  const reading: Reading = { settings, problems: [] };
  const sent = spelledNames(unqualified(resourceType, body, reading), nameFinder(resourceType, settings), reading, '');
  const named = readSchemas(resourceType, sent.get('schemas'), reading);
  checkId(sent.get('id'), mode, reading);
  const scope: Scope = {
    definitions: coreAttributesOf(resourceType),
    current: mode.kind === 'replace' ? mode.current : {},
  };
  const filled = withDefaults(resourceType, sent, mode, settings);
  const values = {
    ...readScope(scope, filled, reading, (definition) => isMembersOf(resourceType, definition)),
    ...readExtensions(resourceType, sent, mode, named, reading),
  };
  const members = membersFrom(resourceType, sent, mode, reading);
  if (reading.problems.length > 0) return { kind: 'invalid', error: errorOf(reading.problems) };
  const attributes = { schemas: schemasOf(resourceType, values), ...values };
  return { kind: 'valid', attributes, ...members, passwordSent: typeof sent.get('password') === 'string' };
};
