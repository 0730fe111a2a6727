import { isLifecycleType, type LifecycleEvent, type MemberRef } from '#lifecycle';
import type { StoredEvent } from '#read-model';
import { derivedId } from '#runtime';
import { type KnownKeys, openEvent } from '../projections/open-event.js';

/**
 * The public form of an accepted event, in the clear. Nothing for events that are nobody else's business, and for those
 * of an erased subject: what they said is gone, and the subject's deletion follows them.
 *
 * @throws {ProjectionError} when it cannot be opened
 */
export const lifecycleEventOf = (stored: StoredEvent, keys: KnownKeys): LifecycleEvent | undefined => {
  const { type, directoryId, aggregate, version, data, effectiveTime, requestId } = stored;
  if (!isLifecycleType(type)) return undefined;
  const { personal } = openEvent({ ...stored, time: effectiveTime }, keys);
  if (personal === 'erased') return undefined;
  const isSettings = type.startsWith('directory.') || type.startsWith('target.');
  const { changed, members } = data;
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
    ...(Array.isArray(members) && { members: members.map(memberRef) }),
    ...(isSettings && { data }),
    requestId,
  };
};

const isMembership = (type: string): boolean => type === 'group.members_added' || type === 'group.members_removed';

const memberRef = ({ value, type }: MemberRef): MemberRef => ({ value, type });
