import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type ScimError, scimError } from '../scim-error.js';

/** Where the next page begins: behind a resource in the order of creation, or at an offset in any other order. */
export type CursorPosition =
  | { readonly kind: 'after'; readonly createdAt: number; readonly id: string }
  | { readonly kind: 'offset'; readonly offset: number };

export type CursorTerms = {
  /** See `queryFingerprint`: a cursor continues only the query it came from. */
  readonly query: string;
  /** Signs the cursor; without a key anyone can make one, which shows nothing a query would not. */
  readonly key?: Uint8Array;
};

/** One short text for everything that decides which resources a query finds, in which order, for whom. */
export const queryFingerprint = (parts: readonly (string | undefined)[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('base64url')
    .slice(0, 22);

/**
 * RFC 9865 §2: an opaque text, `expiresAt` in ms.
 *
 *     cursor  = base64url(payload) "." base64url(first 16 bytes of HMAC-SHA-256(key, payload))
 *     payload = [1, query, expiresAt, createdAt, id] / [1, query, expiresAt, offset]
 */
export const encodeCursor = (position: CursorPosition, expiresAt: number, { query, key }: CursorTerms): string => {
  const place = position.kind === 'after' ? [position.createdAt, position.id] : [position.offset];
  const payload = JSON.stringify([VERSION, query, expiresAt, ...place]);
  return `${Buffer.from(payload).toString('base64url')}.${signature(payload, key).toString('base64url')}`;
};

/** The position; 400 expiredCursor when its time is over, 400 invalidCursor when it is none of ours or of another query. */
export const decodeCursor = (cursor: string, now: number, { query, key }: CursorTerms): CursorPosition | ScimError => {
  const payload = cursor.length <= MAX_LENGTH ? signedPayload(cursor, key) : undefined;
  const [version, boundTo, expiresAt, ...place] = payload === undefined ? [] : readArray(payload);
  const position = readPosition(place);
  if (version !== VERSION || typeof expiresAt !== 'number' || !position) {
    return scimError(400, 'The cursor is not one this service gave out.', 'invalidCursor');
  }
  if (boundTo !== query) return scimError(400, 'The cursor belongs to another query.', 'invalidCursor');
  return expiresAt > now ? position : scimError(400, 'The cursor has expired; start again.', 'expiredCursor');
};

const VERSION = 1;
const MAX_LENGTH = 500;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const signature = (payload: string, key: Uint8Array = new Uint8Array()): Buffer =>
  createHmac('sha256', key).update(payload).digest().subarray(0, 16);

const signedPayload = (cursor: string, key: Uint8Array | undefined): string | undefined => {
  const [encoded = '', signed = ''] = cursor.split('.');
  const payload = Buffer.from(encoded, 'base64url').toString('utf8');
  const given = Buffer.from(signed, 'base64url');
  const due = signature(payload, key);
  return given.length === due.length && timingSafeEqual(given, due) ? payload : undefined;
};

const readArray = (payload: string): readonly unknown[] => {
  try {
    const value: unknown = JSON.parse(payload);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
};

const isOrdinal = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const readPosition = (place: readonly unknown[]): CursorPosition | undefined => {
  const [first, id] = place;
  if (place.length === 1 && isOrdinal(first)) return { kind: 'offset', offset: first };
  const isAfter = place.length === 2 && isOrdinal(first) && typeof id === 'string' && uuid.test(id);
  return isAfter ? { kind: 'after', createdAt: first, id } : undefined;
};
