import { PrivacyError, placeOf, unseal } from '#privacy';
import type { Attributes } from '#scim';
import type { OpenedEvent } from './opened-event.js';
import { ProjectionError, placeIn } from './projection-error.js';

/** Keys of the subjects at hand; a subject without an entry has no key row at all. */
export type KnownKeys = ReadonlyMap<string, Buffer | 'erased'>;

export type SealedEvent = Omit<OpenedEvent, 'personal'> & { readonly sealed?: string | null };

/** @throws {ProjectionError} SEAL_BROKEN, SUBJECT_KEY_MISSING */
export const openEvent = ({ sealed, ...event }: SealedEvent, keys: KnownKeys): OpenedEvent =>
  sealed === undefined || sealed === null ? event : { ...event, personal: openPersonal(event, sealed, keys) };

const openPersonal = (event: Omit<SealedEvent, 'sealed'>, sealed: string, keys: KnownKeys): Attributes | 'erased' => {
  const key = keys.get(event.aggregate.id);
  if (key === undefined) throw new ProjectionError('SUBJECT_KEY_MISSING', placeIn(event));
  if (key === 'erased') return key;
  try {
    return unseal(key, sealed, placeOf(event.directoryId, event.aggregate.id, event.type));
  } catch (cause) {
    if (!(cause instanceof PrivacyError)) throw cause;
    throw new ProjectionError('SEAL_BROKEN', placeIn(event), { cause });
  }
};
