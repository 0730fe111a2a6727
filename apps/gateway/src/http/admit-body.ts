import type { IncomingHttpHeaders } from 'node:http';
import { type ScimError, type ScimSettings, scimError } from '#scim';
import { charsetOf, isScimRequestType, mayBeUtf8, mediaTypeOf } from './media-type.js';

const methodsWithBody = new Set(['POST', 'PUT', 'PATCH']);

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** What can be refused about a body before a byte of it is read: 415 and 413. */
export const admitBody = (
  method: string,
  headers: IncomingHttpHeaders,
  maxBytes: number,
  settings: Pick<ScimSettings, 'missingContentType'>,
): ScimError | undefined => {
  if (!methodsWithBody.has(method) || !hasBody(headers)) return undefined;
  const type = mediaTypeOf(headers['content-type']);
  const accepted = type === undefined ? settings.missingContentType === 'accept' : isScimRequestType(type);
  if (!accepted) {
    const found =
      type === undefined
        ? 'The request has no Content-Type'
        : `The Content-Type ${JSON.stringify(type)} is not accepted`;
    return scimError(415, `${found}; send application/scim+json or application/json.`);
  }
  const charset = charsetOf(headers['content-type']);
  if (!mayBeUtf8(charset)) {
    return scimError(415, `The charset ${JSON.stringify(charset)} is not accepted; send UTF-8.`);
  }
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity') {
    return scimError(415, `The Content-Encoding ${JSON.stringify(encoding)} is not accepted; send the body as it is.`);
  }
  return Number(headers['content-length'] ?? 0) > maxBytes ? bodyTooLarge(maxBytes) : undefined;
};

const bodyTooLarge = (maxBytes: number): ScimError =>
  scimError(413, `The body is larger than ${maxBytes} bytes, the most that is accepted here.`);
