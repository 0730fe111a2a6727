import { PrivacyError } from './privacy-error.js';
import { openBytes, sealBytes } from './sealed-bytes.js';

type Attributes = { readonly [name: string]: unknown };

/**
 * Seals an event's personal attributes under its subject's key.
 *
 * @param aad the place it belongs to, see `placeOf`
 * @returns base64
 */
export const seal = (key: Buffer, value: Attributes, aad: string): string =>
  sealBytes(key, Buffer.from(JSON.stringify(value), 'utf8'), aad).toString('base64');

/** @throws {PrivacyError} SEALED_MALFORMED when `sealed` was not made by `seal` with the same key and place */
export const unseal = (key: Buffer, sealed: string, aad: string): Attributes => {
  const plain = openBytes(key, Buffer.from(sealed, 'base64'), aad).toString('utf8');
  try {
    return JSON.parse(plain) as Attributes;
  } catch {
    throw new PrivacyError('SEALED_MALFORMED', 'The sealed bytes do not hold JSON.');
  }
};

/** The additional data of an event's `sealed`: it opens only for the aggregate and event type it was sealed for. */
export const placeOf = (directoryId: string, aggregateId: string, eventType: string): string =>
  `event/${directoryId}/${aggregateId}/${eventType}`;
