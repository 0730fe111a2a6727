/*
 * What counts as a record. Part of rule 0 and therefore frozen with it: a value refused here is ignored for ever, one
 * accepted here is judged for ever. Members not named here are allowed and have no effect.
 */

const MAX_DEPTH = 32;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TYPE_NAME = /^[A-Za-z][A-Za-z0-9_.:-]{0,99}$/;
const SCOPE = /^[A-Za-z][A-Za-z0-9_.:$-]{0,199}\/[1-9][0-9]{0,5}$/;
const CLAIM_KEY = /^[A-Za-z0-9_-]{1,128}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const PRINTABLE = /^[\x20-\x7e]{1,200}$/;

type Members = { readonly [name: string]: unknown };
type Check = (value: unknown) => boolean;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNatural: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isPositive: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0;
const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isUuid = matching(UUID);
const isScope = matching(SCOPE);
const isClaimKey = matching(CLAIM_KEY);
const isTypeName = matching(TYPE_NAME);

/** JSON that PostgreSQL can keep: no NUL, no lone surrogate, no number out of range, bounded depth. */
const isStorable = (value: unknown, depth: number): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isStorable(item, depth - 1));
  return Object.entries(value).every(([name, item]) => isStorable(name, 0) && isStorable(item, depth - 1));
};

const isEvent: Check = (value) =>
  isObject(value) &&
  isTypeName(value['type']) &&
  isPositive(value['v']) &&
  isObject(value['data']) &&
  isStorable(value['data'], MAX_DEPTH) &&
  (value['sealed'] === undefined || matching(BASE64)(value['sealed']));

const isEventList: Check = (value) => Array.isArray(value) && value.every(isEvent);

const isAggregate: Check = (value) => isObject(value) && isTypeName(value['type']) && isUuid(value['id']);

const isExpectation: Check = (value) => {
  if (!isObject(value)) return false;
  if (value['is'] === 'version') return isPositive(value['version']);
  return value['is'] === 'absent' || value['is'] === 'present';
};

const isClaims: Check = (value) =>
  value === undefined ||
  value === 'release-all' ||
  (isObject(value) &&
    Object.entries(value).every(
      ([scope, keys]) => isScope(scope) && Array.isArray(keys) && keys.every((key) => isClaimKey(key)),
    ));

const isActor: Check = (value) => {
  if (!isObject(value)) return false;
  if (value['kind'] === 'token') return isUuid(value['tokenId']);
  return value['kind'] === 'admin' || value['kind'] === 'system';
};

const isParts: Check = (value) => value === undefined || (isPositive(value) && (value as number) <= 10_000);
const isFlag: Check = (value) => value === undefined || value === true;

const common = { commandId: isUuid, directoryId: isUuid };
const shapes: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  proposal: {
    ...common,
    notAfter: isNatural,
    aggregate: isAggregate,
    expect: isExpectation,
    claims: isClaims,
    deletes: isFlag,
    events: isEventList,
    parts: isParts,
    occurredAt: isNatural,
    actor: isActor,
    requestId: matching(PRINTABLE),
  },
  part: { ...common, notAfter: isNatural, index: isNatural, events: isEventList },
  noop: {},
  control: {
    ...common,
    action: (value) => value === 'release' || value === 'skip',
    aggregate: isAggregate,
    actor: isActor,
    requestId: matching(PRINTABLE),
  },
};

/** @returns what is wrong with a decoded value, or nothing when it is a record of format 1. */
export const problemOf = (value: unknown): string | undefined => {
  if (!isObject(value)) return 'the value is not a JSON object';
  const kind = value['kind'];
  const shape = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
  if (!shape) return 'kind is unknown';
  for (const [name, check] of Object.entries(shape)) {
    if (!check(Object.hasOwn(value, name) ? value[name] : undefined)) return `${name} of a ${kind} is malformed`;
  }
  if (kind === 'proposal' || kind === 'part') {
    const isEmpty = (value['events'] as readonly unknown[]).length === 0;
    if (isEmpty && value['parts'] === undefined) return `a ${kind} has no events`;
  }
  return undefined;
};

/** True for a record written by a later release, which this one must not pass over in silence. */
export const isNewer = (value: unknown): boolean =>
  isObject(value) && [value['format'], value['rules']].some((number) => isPositive(number) && (number as number) > 1);

export const isFormat1 = (value: unknown): boolean => isObject(value) && value['format'] === 1 && value['rules'] === 1;
