/** RFC 7644 §3.12 table 9, and RFC 9865 §2. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** An expected refusal, as a value. `detail` names the field, the problem and what would be accepted. */
export type ScimError = {
  readonly kind: 'scim-error';
  readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 500 | 501 | 503;
  readonly scimType?: ScimType;
  readonly detail: string;
  /** Extra response headers, for example `Allow`, `Retry-After`, `Location`, `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
};

export const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

export const scimError = (
  status: ScimError['status'],
  detail: string,
  scimType?: ScimType,
  headers?: ScimError['headers'],
): ScimError => ({
  kind: 'scim-error',
  status,
  detail,
  ...(scimType && { scimType }),
  ...(headers && { headers }),
});

export const isScimError = (value: unknown): value is ScimError =>
  typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'scim-error';

/** RFC 7644 §3.12: `status` is a string. */
export const errorBody = (error: ScimError): Record<string, unknown> => ({
  schemas: [ERROR_SCHEMA],
  status: String(error.status),
  ...(error.scimType && { scimType: error.scimType }),
  detail: error.detail,
});
