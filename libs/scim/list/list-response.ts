export const LIST_RESPONSE_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export type ListPage = {
  /** As they go out; the caller has projected them. */
  readonly resources: readonly unknown[];
  readonly totalResults: number;
} & (
  | { readonly paging: 'index'; readonly startIndex: number }
  | { readonly paging: 'cursor'; readonly nextCursor?: string; readonly previousCursor?: string }
);

/** RFC 7644 §3.4.2, figure 3; with cursors RFC 9865 §2. Exactly these keys, `Resources` even when empty. */
export const listResponse = (page: ListPage): Record<string, unknown> => ({
  schemas: [LIST_RESPONSE_SCHEMA],
  totalResults: page.totalResults,
  ...(page.paging === 'index' && { startIndex: page.startIndex }),
  itemsPerPage: page.resources.length,
  ...(page.paging === 'cursor' && page.previousCursor !== undefined && { previousCursor: page.previousCursor }),
  ...(page.paging === 'cursor' && page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
  Resources: page.resources,
});
