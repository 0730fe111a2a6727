import { isObject } from '../json/json-value.js';
import { type ScimError, scimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';

export const PATCH_OP_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** One operation as sent, its shape checked. A `value` that is absent was not sent; null was. */
export type PatchOperation = {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path?: string;
  readonly value?: unknown;
};

export type PatchRequest = { readonly kind: 'patch-request'; readonly operations: readonly PatchOperation[] };

/** For whoever names no limit. */
const USUAL_LIMIT = 1_000;

const invalid = (detail: string): ScimError => scimError(400, detail, 'invalidSyntax');

/** The members of a message by their names in lower case; message names have no case either (RFC 7643 §2.1). */
const byFoldedName = (object: Record<string, unknown>): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));

const schemasProblem = (schemas: unknown, settings: Pick<ScimSettings, 'missingSchemas'>): ScimError | undefined => {
  const isMissing = schemas === undefined || schemas === null || (Array.isArray(schemas) && schemas.length === 0);
  if (isMissing && settings.missingSchemas === 'accept') return undefined;
  const isNamed =
    Array.isArray(schemas) &&
    schemas.some((urn) => typeof urn === 'string' && urn.toLowerCase() === PATCH_OP_SCHEMA.toLowerCase());
  return isNamed ? undefined : invalid(`schemas: must contain ${PATCH_OP_SCHEMA}.`);
};

const opNamed = (name: unknown): PatchOperation['op'] | undefined => {
  const folded = typeof name === 'string' ? name.trim().toLowerCase() : undefined;
  return folded === 'add' || folded === 'remove' || folded === 'replace' ? folded : undefined;
};

const readOperation = (raw: unknown, at: number): PatchOperation | ScimError => {
  if (!isObject(raw)) return invalid(`Operations[${at}]: must be an object.`);
  const sent = byFoldedName(raw);
  const op = opNamed(sent.get('op'));
  if (!op) return invalid(`Operations[${at}]: op must be add, remove or replace.`);
  const path = sent.get('path') ?? undefined;
  if (path !== undefined && typeof path !== 'string') {
    return scimError(400, `Operations[${at}]: path must be a string.`, 'invalidPath');
  }
  return { op, ...(path !== undefined && { path }), ...(sent.has('value') && { value: sent.get('value') }) };
};

/** The list of operations alone; also takes what an earlier reading gave. */
export const readOperations = (
  raw: unknown,
  maxOperations = Number.POSITIVE_INFINITY,
): readonly PatchOperation[] | ScimError => {
  if (!Array.isArray(raw) || raw.length === 0)
    return invalid('Operations: must be a list with at least one operation.');
  if (raw.length > maxOperations) {
    return scimError(413, `Operations: has ${raw.length} operations; at most ${maxOperations} are accepted.`);
  }
  const operations: PatchOperation[] = [];
  for (const [at, element] of raw.entries()) {
    const operation = readOperation(element, at);
    if ('kind' in operation) return operation;
    operations.push(operation);
  }
  return operations;
};

/** The envelope of a PATCH, RFC 7644 §3.5.2: what can be checked without knowing the resource type. */
export const parsePatchRequest = (
  body: unknown,
  settings: Pick<ScimSettings, 'missingSchemas'>,
  maxOperations = USUAL_LIMIT,
): PatchRequest | ScimError => {
  if (!isObject(body)) return invalid('The body must be a JSON object.');
  const sent = byFoldedName(body);
  const problem = schemasProblem(sent.get('schemas'), settings);
  if (problem) return problem;
  const operations = readOperations(sent.get('operations'), maxOperations);
  return 'kind' in operations ? operations : { kind: 'patch-request', operations };
};
