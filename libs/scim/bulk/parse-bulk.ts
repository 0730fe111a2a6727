import { isObject } from '../json/json-value.js';
import type { ResourceType } from '../schema/definition.js';
import { type ScimError, scimError } from '../scim-error.js';
import {
  BULK_REQUEST_SCHEMA,
  type BulkMethod,
  type BulkOperation,
  type BulkRequest,
  type FaultyOperation,
} from './bulk-operation.js';
import { readBulkPath } from './bulk-path.js';

export type BulkLimits = { readonly maxOperations: number };

const invalid = (detail: string): ScimError => scimError(400, detail, 'invalidSyntax');

const methods: readonly BulkMethod[] = ['POST', 'PUT', 'PATCH', 'DELETE'];
const byFoldedName = (object: Record<string, unknown>): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));

type Scope = { readonly resourceTypes: readonly ResourceType[]; readonly bulkIds: Set<string> };

const bulkIdProblem = (method: BulkMethod, bulkId: unknown, { bulkIds }: Scope): ScimError | undefined => {
  if (bulkId === undefined || bulkId === null) {
    return method === 'POST' ? invalid('bulkId: is required for POST.') : undefined;
  }
  if (typeof bulkId !== 'string' || bulkId === '') return invalid('bulkId: must be a string that is not empty.');
  if (method === 'POST' && bulkIds.has(bulkId)) return invalid('bulkId: is used twice in this request.');
  return undefined;
};

const isMissingData = (method: BulkMethod, data: unknown): boolean => method !== 'DELETE' && !isObject(data);

/** Why the operation cannot be tried, or what it is. */
const readOperation = (sent: ReadonlyMap<string, unknown>, scope: Scope): BulkOperation | ScimError => {
  const named = sent.get('method');
  const method = methods.find((one) => typeof named === 'string' && one === named.toUpperCase());
  if (!method) return scimError(400, 'method: must be POST, PUT, PATCH or DELETE.', 'invalidValue');
  const bulkId = sent.get('bulkid') ?? undefined;
  const problem = bulkIdProblem(method, bulkId, scope);
  if (problem) return problem;
  const path = sent.get('path');
  if (typeof path !== 'string') return invalid('path: must be a string.');
  const target = readBulkPath(path, method, scope.resourceTypes);
  if (target.kind === 'scim-error') return target;
  const data = sent.get('data');
  if (isMissingData(method, data)) return invalid(`data: must be an object for ${method}.`);
  const version = sent.get('version') ?? undefined;
  if (version !== undefined && typeof version !== 'string') return invalid('version: must be a string.');
  if (method === 'POST') scope.bulkIds.add(bulkId as string);
  return {
    kind: 'operation',
    method,
    resourceType: target.resourceType,
    ...(target.id !== undefined && { id: target.id }),
    ...(bulkId !== undefined && { bulkId: bulkId as string }),
    ...(method !== 'DELETE' && { data }),
    ...(version !== undefined && { version }),
  };
};

const faulty = (sent: ReadonlyMap<string, unknown>, error: ScimError): FaultyOperation => {
  const method = sent.get('method');
  const bulkId = sent.get('bulkid');
  return {
    kind: 'faulty',
    method: typeof method === 'string' ? method.slice(0, 20) : '',
    ...(typeof bulkId === 'string' && { bulkId }),
    error,
  };
};

const readOne = (raw: unknown, scope: Scope): BulkOperation | FaultyOperation => {
  if (!isObject(raw)) return faulty(new Map(), invalid('An operation must be an object.'));
  const sent = byFoldedName(raw);
  const operation = readOperation(sent, scope);
  return operation.kind === 'scim-error' ? faulty(sent, operation) : operation;
};

const namesBulkRequest = (schemas: unknown): boolean =>
  Array.isArray(schemas) &&
  schemas.some((urn) => typeof urn === 'string' && urn.toLowerCase() === BULK_REQUEST_SCHEMA.toLowerCase());

const failOnErrorsOf = (raw: unknown): number | undefined | ScimError => {
  if (raw === undefined || raw === null || raw === 0) return undefined;
  if (Number.isSafeInteger(raw) && (raw as number) > 0) return raw as number;
  return scimError(400, 'failOnErrors: must be a whole number of 1 or more.', 'invalidValue');
};

/**
 * Reads a bulk request, RFC 7644 §3.7. Only a faulty envelope or too many operations refuse all of it; a faulty operation
 * becomes an answer of its own.
 */
export const parseBulkRequest = (
  body: unknown,
  resourceTypes: readonly ResourceType[],
  limits: BulkLimits,
): BulkRequest | ScimError => {
  if (!isObject(body)) return invalid('The body must be a JSON object.');
  const sent = byFoldedName(body);
  if (!namesBulkRequest(sent.get('schemas'))) return invalid(`schemas: must contain ${BULK_REQUEST_SCHEMA}.`);
  const list = sent.get('operations');
  if (!Array.isArray(list)) return invalid('Operations: must be a list.');
  if (list.length > limits.maxOperations) {
    const detail = `Operations: has ${list.length} operations; at most ${limits.maxOperations} (maxOperations) are accepted.`;
    return scimError(413, detail);
  }
  const failOnErrors = failOnErrorsOf(sent.get('failonerrors'));
  if (typeof failOnErrors === 'object') return failOnErrors;
  const scope: Scope = { resourceTypes, bulkIds: new Set() };
  const operations = list.map((raw) => readOne(raw, scope));
  return { kind: 'bulk-request', operations, ...(failOnErrors !== undefined && { failOnErrors }) };
};
