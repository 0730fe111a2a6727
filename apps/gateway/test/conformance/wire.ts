import type { Answer } from '../../../../test/e2e/clients.js';

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const searchSchema = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const bulkSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** A well-formed id that nobody has. */
export const unknownId = '00000000-0000-4000-8000-000000000000';

let names = 0;

/** A userName that nobody has used in this run. */
export const newName = (prefix = 'user'): string => `${prefix}-${++names}@example.com`;

export const userBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  schemas: [userSchema],
  userName: newName(),
  ...changes,
});

export const groupBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  schemas: [groupSchema],
  displayName: newName('group'),
  ...changes,
});

export const patchBody = (...operations: readonly unknown[]): Record<string, unknown> => ({
  schemas: [patchSchema],
  Operations: operations,
});

/** Expects an Error body (RFC 7644 §3.12) with its status as a string and, where named, one of the scimTypes. */
export const expectError = (answer: Answer, status: number, ...scimTypes: readonly string[]): void => {
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status,
    body: { schemas: [errorSchema], status: String(status), detail: expect.stringMatching(/\S/) },
  });
  expect(answer.headers.get('content-type')).toBe('application/scim+json');
  if (scimTypes.length > 0) expect(scimTypes).toContain(answer.body['scimType']);
};

export const metaOf = (answer: Answer): Record<string, string> => answer.body['meta'] as Record<string, string>;
export const idOf = (answer: Answer): string => answer.body['id'] as string;
export const resourcesOf = (answer: Answer): Record<string, unknown>[] =>
  answer.body['Resources'] as Record<string, unknown>[];

/** `/Users?filter=…`, with whatever else the query is to have. */
export const filtered = (path: string, filter: string, more = ''): string =>
  `${path}?filter=${encodeURIComponent(filter)}${more}`;
