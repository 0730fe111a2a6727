import type { ResourceType } from '../schema/definition.js';
import type { ScimError } from '../scim-error.js';

export const BULK_REQUEST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const BULK_RESPONSE_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation that can be tried. Ids and data may still name resources by `bulkId:x`. */
export type BulkOperation = {
  readonly kind: 'operation';
  readonly method: BulkMethod;
  readonly resourceType: ResourceType;
  /** Absent for POST. */
  readonly id?: string;
  readonly bulkId?: string;
  /** Absent for DELETE. */
  readonly data?: unknown;
  /** Counts as If-Match, RFC 7644 §3.7. */
  readonly version?: string;
};

/** One operation that is answered with an error of its own; the others are not affected. */
export type FaultyOperation = {
  readonly kind: 'faulty';
  readonly method: string;
  readonly bulkId?: string;
  readonly error: ScimError;
};

export type BulkRequest = {
  readonly kind: 'bulk-request';
  /** Stop after so many errors; absent: go on. */
  readonly failOnErrors?: number;
  /** In request order. */
  readonly operations: readonly (BulkOperation | FaultyOperation)[];
};
