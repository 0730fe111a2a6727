import { errorBody, type ScimError } from '../scim-error.js';
import { BULK_RESPONSE_SCHEMA } from './bulk-operation.js';

/** How one operation went. `location` is absent for a POST that failed. */
export type BulkResult = {
  readonly method: string;
  readonly bulkId?: string;
  readonly location?: string;
  /** The entity tag. */
  readonly version?: string;
} & ({ readonly status: 200 | 201 | 204 } | { readonly error: ScimError });

const resultBody = (result: BulkResult): Record<string, unknown> => ({
  method: result.method,
  ...(result.bulkId !== undefined && { bulkId: result.bulkId }),
  ...(result.location !== undefined && { location: result.location }),
  ...(result.version !== undefined && { version: result.version }),
  ...('error' in result
    ? { status: String(result.error.status), response: errorBody(result.error) }
    : { status: String(result.status) }),
});

/** RFC 7644 §3.7: the results in request order; those that were not reached are left out. `status` is a string. */
export const bulkResponseBody = (results: readonly BulkResult[]): Record<string, unknown> => ({
  schemas: [BULK_RESPONSE_SCHEMA],
  Operations: results.map(resultBody),
});
