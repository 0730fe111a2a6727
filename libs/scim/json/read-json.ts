import { type ScimError, scimError } from '../scim-error.js';
import type { JsonValue } from './json-value.js';
import { scanJson } from './scan.js';
import { findUnstorable } from './unstorable.js';

export type JsonLimits = { readonly maxBytes: number; readonly maxDepth: number };

/** Wrapped, because a body may itself look like any of our types. */
export type JsonRead = { readonly kind: 'json'; readonly value: JsonValue };

const utf8 = new TextDecoder('utf-8', { fatal: true });

const parse = (bytes: Uint8Array): JsonRead | undefined => {
  try {
    return { kind: 'json', value: JSON.parse(utf8.decode(bytes)) as JsonValue };
  } catch {
    return undefined;
  }
};

/**
 * A request body as JSON. Refused with 413 above `maxBytes`; with 400 invalidSyntax when it is no UTF-8, no JSON or
 * nested deeper than `maxDepth`; with 400 invalidValue when a string or number in it could not be given back unchanged.
 * Time is linear in the bytes; nothing recurses before the depth is known.
 */
export const readJson = (bytes: Uint8Array, limits: JsonLimits): JsonRead | ScimError => {
  if (bytes.length > limits.maxBytes) {
    return scimError(413, `The body has ${bytes.length} bytes; at most ${limits.maxBytes} are accepted.`);
  }
  const scan = scanJson(bytes);
  if (scan.depth > limits.maxDepth) {
    return scimError(400, `The body is nested deeper than ${limits.maxDepth} levels.`, 'invalidSyntax');
  }
  const read = parse(bytes);
  if (!read) return scimError(400, 'The body is not valid JSON in UTF-8.', 'invalidSyntax');
  if (!scan.hasUnicodeEscape && !scan.hasLargeNumber) return read;
  const unstorable = findUnstorable(read.value);
  return unstorable ? scimError(400, `${unstorable.place}: ${unstorable.problem}.`, 'invalidValue') : read;
};
