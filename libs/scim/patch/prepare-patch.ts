import { isObject } from '../json/json-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import { resolveUrn } from '../resolve/resolve-urn.js';
import { commonAttributes } from '../schema/common.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { isScimError, type ScimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';
import { isMembersOf } from '../validate/members.js';
import { errorOf, type Reading, report } from '../validate/problem.js';
import { unwrapped } from '../validate/unwrapped.js';
import { type PatchOperation, readOperations } from './patch-request.js';
import { type PatchTarget, resolveTarget, type UnknownTarget } from './patch-target.js';
import { memberStepsOf } from './prepare-members.js';
import { type AttributeOperation, stepsOf } from './prepare-steps.js';
import type { MemberStep, Step } from './step.js';

/** A PATCH understood and type-checked without the resource; RFC 7644's 400s come before its 404 and 412. */
export type PreparedPatch = {
  readonly kind: 'prepared-patch';
  readonly resourceType: ResourceType;
  readonly steps: readonly Step[];
  readonly memberSteps: readonly MemberStep[];
  /** A filter on members asks for more than ids: `applyPrepared` needs the group's members. */
  readonly needsMembers: boolean;
  readonly passwordSent: boolean;
};

type Preparation = {
  readonly resourceType: ResourceType;
  readonly reading: Reading;
  readonly steps: Step[];
  readonly memberSteps: MemberStep[];
  passwordSent: boolean;
};

/** `path`: the client addressed it. `key`: it stood in a path-less value, where Okta and Entra put more than they mean. */
type Addressing = 'path' | 'key';

const schemasDefinition = findAttribute(commonAttributes, 'schemas') as AttributeDefinition;

/** `schemas` follows from the data. Naming what the resource type has is let through, anything else is refused. */
const onSchemas = ({ op, value, place }: AttributeOperation, { reading, resourceType }: Preparation) => {
  const urns = Array.isArray(value) ? value : [value];
  const isHarmless =
    op !== 'remove' && urns.every((urn) => typeof urn === 'string' && resolveUrn(resourceType, urn) !== undefined);
  if (!isHarmless) report(reading, place, 'schemas follows from the attributes and cannot be changed', 'mutability');
};

const isReadOnly = ({ slot, subAttribute }: PatchTarget & { kind: 'attribute' }): boolean =>
  slot.attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly';

const isMemberFilterAlone = (operation: AttributeOperation, isMembers: boolean): boolean =>
  isMembers && operation.op === 'add' && operation.target.choice !== undefined;

const onAttribute = (operation: AttributeOperation, addressing: Addressing, preparation: Preparation) => {
  const { reading, resourceType } = preparation;
  const { target, op, value, place } = operation;
  const { attribute } = target.slot;
  if (attribute === schemasDefinition) return addressing === 'key' ? undefined : onSchemas(operation, preparation);
  if (isReadOnly(target)) {
    if (addressing === 'path' && reading.settings.readOnlyPath === 'reject') {
      report(reading, place, `${attribute.name} is readOnly`, 'mutability');
    }
    return;
  }
  const isMembers = isMembersOf(resourceType, attribute);
  if (op !== 'remove' && value === undefined && !isMemberFilterAlone(operation, isMembers)) {
    return report(reading, place, `${op} needs a value`);
  }
  if (attribute.name === 'password' && typeof value === 'string') preparation.passwordSent = true;
  if (isMembers) preparation.memberSteps.push(...memberStepsOf(operation, reading));
  else {
    const steps = stepsOf(operation, reading);
    if (attribute.mutability !== 'writeOnly') preparation.steps.push(...steps);
  }
};

/** What an extension requires of those that have it goes with it. */
const dropExtension = (extension: string, place: string, to: Preparation) => {
  const isOwed = to.resourceType.extensions.some(({ schema, required }) => required && schema.id === extension);
  if (isOwed) report(to.reading, place, `${extension} is required and cannot be removed`, 'mutability');
  else to.steps.push({ kind: 'drop-extension', place, extension });
};

type SchemaOperation = {
  readonly op: PatchOperation['op'];
  readonly target: PatchTarget & { kind: 'schema' };
  readonly value: unknown;
  readonly place: string;
};

/** A whole schema: an object merges into it, nothing removes an extension. */
const onSchema = ({ op, target, value, place }: SchemaOperation, preparation: Preparation) => {
  const { extension } = target.schema;
  const isCleared = op === 'remove' || (op === 'replace' && (value === null || value === ''));
  if (isCleared && extension !== undefined) return dropExtension(extension, place, preparation);
  if (isCleared) return report(preparation.reading, place, 'a resource cannot lose its core schema', 'mutability');
  if (value === null) return;
  if (!isObject(value)) return report(preparation.reading, place, 'must be an object of attributes');
  for (const [key, member] of Object.entries(value)) {
    const path = extension === undefined ? key : `${extension}:${key}`;
    onKey({ op, key: path, value: member, place: `${place}.${key}` }, preparation);
  }
};

type KeyOperation = {
  readonly op: PatchOperation['op'];
  readonly key: string;
  readonly value: unknown;
  readonly place: string;
};

const onUnknownKey = (place: string, { reading }: Preparation) => {
  if (reading.settings.undeclaredAttribute === 'reject') {
    report(reading, place, 'no schema of this resource type declares it', 'invalidPath');
  }
};

/** A name in a path-less value: an attribute, a URN, or (from Entra) a whole path. */
const onKey = ({ op, key, value, place }: KeyOperation, preparation: Preparation): void => {
  const { reading, resourceType } = preparation;
  const target = resolveTarget(resourceType, key, reading.settings);
  if (isScimError(target) && key.includes('[')) report(reading, place, target.detail, target.scimType);
  else if (isScimError(target) || target.kind === 'unknown') onUnknownKey(place, preparation);
  else if (target.kind === 'schema') onSchema({ op, target, value, place }, preparation);
  else onAttribute({ op, target, value, place }, 'key', preparation);
};

const onUnknownPath = ({ path }: UnknownTarget, place: string, { reading }: Preparation) => {
  if (reading.settings.undeclaredPath === 'reject') {
    report(reading, place, `no schema of this resource type declares "${path}"`, 'invalidPath');
  }
};

const prepareOperation = ({ op, path, value }: PatchOperation, at: number, preparation: Preparation) => {
  const { reading, resourceType } = preparation;
  const place = `Operations[${at}]`;
  if (path === undefined) {
    if (op === 'remove') return report(reading, place, 'remove needs a path', 'noTarget');
    const attributes = unwrapped(value, reading);
    if (!isObject(attributes)) return report(reading, place, `${op} without a path needs an object as value`);
    for (const [key, member] of Object.entries(attributes)) {
      onKey({ op, key, value: member, place: `${place}.${key}` }, preparation);
    }
    return;
  }
  const target = resolveTarget(resourceType, path, reading.settings);
  if (isScimError(target)) return report(reading, place, target.detail.replace(/\.$/, ''), target.scimType);
  if (target.kind === 'unknown') return onUnknownPath(target, place, preparation);
  if (target.kind === 'schema') return onSchema({ op, target, value, place }, preparation);
  return onAttribute({ op, target, value, place }, 'path', preparation);
};

/**
 * Understands the operations of a PATCH: paths, filters, mutability and value types, everything that needs no resource.
 * Refused with the first faulty operation's problems. Time is linear in the operations.
 */
export const preparePatch = (
  resourceType: ResourceType,
  operations: unknown,
  settings: ScimSettings,
): PreparedPatch | ScimError => {
  const read = readOperations(operations);
  if ('kind' in read) return read;
  const preparation: Preparation = {
    resourceType,
    reading: { settings, problems: [] },
    steps: [],
    memberSteps: [],
    passwordSent: false,
  };
  for (const [at, operation] of read.entries()) {
    prepareOperation(operation, at, preparation);
    if (preparation.reading.problems.length > 0) return errorOf(preparation.reading.problems);
  }
  const { steps, memberSteps, passwordSent } = preparation;
  const needsMembers = memberSteps.some((step) => step.kind === 'remove-chosen');
  return { kind: 'prepared-patch', resourceType, steps, memberSteps, needsMembers, passwordSent };
};
