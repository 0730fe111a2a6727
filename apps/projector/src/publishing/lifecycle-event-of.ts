import { isLifecycleType, type LifecycleEvent, type LifecycleType, type MemberRef } from '#lifecycle';
import type { StoredEvent } from '#read-model';
import { derivedId } from '#runtime';
import { isUuid } from '../projections/is-uuid.js';
import { type KnownKeys, openEvent } from '../projections/open-event.js';

/**
 * The public form of an accepted event, in the clear. Nothing for events that are nobody else's business, and for those
 * of an erased subject: what they said is gone, and the subject's deletion follows them.
 *
 * @throws {ProjectionError} when it cannot be opened
 */
export const lifecycleEventOf = (stored: StoredEvent, keys: KnownKeys): LifecycleEvent | undefined => {
  const { directoryId, aggregate, version, data, effectiveTime, requestId } = stored;
  const type = publicType(stored.type);
  if (type === undefined) return undefined;
  const { personal } = openEvent({ ...stored, time: effectiveTime }, keys);
  if (personal === 'erased') return undefined;
  const isSettings = type.startsWith('directory.') || type.startsWith('target.');
  const { changed } = data;
  const members = isMembership(type) ? memberRefs(data['members']) : undefined;
  if (members?.length === 0) return undefined;
  const hasAttributes = personal !== undefined && !isMembership(type);
  return {
    id: derivedId(directoryId, `${stored.partition}:${stored.src}:${stored.idx}`),
    type,
    v: 1,
    time: new Date(effectiveTime).toISOString(),
    directoryId,
    resource: { ...aggregate, version },
    ...(Array.isArray(changed) && { changed: changed as readonly string[] }),
    ...(hasAttributes && { attributes: personal }),
    ...(members && { members }),
    ...(isSettings && { data }),
    requestId,
  };
};

const isMembership = (type: string): boolean => type === 'group.members_added' || type === 'group.members_removed';

/** As in the read model: a value that is not an id names nobody. */
const memberRefs = (members: unknown): readonly MemberRef[] =>
  (members as readonly MemberRef[])
    .filter(({ value }) => isUuid(value))
    .map(({ value, type }) => ({ value: value.toLowerCase(), type }));

/** Tokens are nobody else's business; whatever else changes a directory is one type outside. */
const publicType = (type: string): LifecycleType | undefined => {
  if (isLifecycleType(type)) return type;
  return type.startsWith('directory.') && !type.startsWith('directory.token_') ? 'directory.updated' : undefined;
};
