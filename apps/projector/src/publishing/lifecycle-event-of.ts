import { isLifecycleType, type LifecycleEvent, type LifecycleType, type MemberRef } from '#lifecycle';
import { derivedId } from '#runtime';
import { isUuid } from '../projections/is-uuid.js';
import type { Publishable } from './publishable.js';

/**
 * The public form of an accepted event, in the clear. Nothing for events that are nobody else's business, and for those
 * of an erased subject: what they said is gone, and the subject's deletion follows them.
 */
export const lifecycleEventOf = (publishable: Publishable): LifecycleEvent | undefined => {
  const { partition, src, idx, requestId } = publishable;
  const { directoryId, aggregate, version, data, personal, time } = publishable.event;
  const type = publicType(publishable.event.type);
  if (type === undefined) return undefined;
  const isMembership = type === 'group.members_added' || type === 'group.members_removed';
  const members = isMembership ? memberRefs(data['members']) : undefined;
  if (members ? members.length === 0 : personal === 'erased') return undefined;
  const isSettings = type.startsWith('directory.') || type.startsWith('target.');
  const { changed } = data;
  return {
    id: derivedId(directoryId, `${partition}:${src}:${idx}`),
    type,
    v: 1,
    time: new Date(time).toISOString(),
    directoryId,
    resource: { ...aggregate, version },
    ...(Array.isArray(changed) && { changed: changed as readonly string[] }),
    ...(typeof personal === 'object' && !isMembership && { attributes: personal }),
    ...(members && { members }),
    ...(isSettings && { data }),
    requestId,
  };
};

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
