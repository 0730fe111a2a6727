import { HttpException } from '@nestjs/common';
import { LogError } from '#log';
import { isTransient } from '#persistence';
import { PrivacyError } from '#privacy';
import { type ScimError, scimError } from '#scim';

const notFound = scimError(404, 'There is nothing at this address.');
const unexpected = scimError(500, 'The request could not be answered because of a fault in this service.');
const unavailable = scimError(
  503,
  'A part of this service cannot be reached at the moment. Try again; look first whether a change was made.',
  undefined,
  { 'Retry-After': '2' },
);

/** Errors of the HTTP layer itself, by their codes. */
const ofFastify: Readonly<Record<string, ScimError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: scimError(413, 'The body is larger than what is accepted here.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: scimError(415, 'Send a body as application/scim+json or application/json.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: scimError(
    400,
    'The body is not as long as Content-Length says.',
    'invalidSyntax',
  ),
  FST_ERR_BAD_URL: scimError(400, 'The address holds a malformed percent escape.', 'invalidSyntax'),
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: scimError(415, 'Send a body as application/scim+json or application/json.'),
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

const statusOf = (error: unknown): number => {
  if (error instanceof HttpException) return error.getStatus();
  return typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
};

const isOutOfKeys = (error: unknown): boolean =>
  error instanceof PrivacyError && error.code !== 'SEALED_MALFORMED' && error.code !== 'MASTER_KEY_MALFORMED';

/** The only place where an exception becomes an answer. Nothing of the exception itself is shown. */
export const exceptionToScimError = (error: unknown): ScimError => {
  const known = ofFastify[codeOf(error)];
  if (known) return known;
  if (error instanceof LogError || isTransient(error) || isOutOfKeys(error)) return unavailable;
  const status = statusOf(error);
  if (status === 404) return notFound;
  return status >= 400 && status < 500 ? scimError(400, 'The request is malformed.', 'invalidSyntax') : unexpected;
};
