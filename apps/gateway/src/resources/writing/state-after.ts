import { upcast } from '#domain';
import { placeOf, unseal } from '#privacy';
import type { StoredMember } from '#read-model';
import type { Attributes, ResourceType } from '#scim';
import type { CommandOfKeyRow, EventOfCommand } from './statements/commands-of-key.js';
import { type Written, written } from './write-outcome.js';

/**
 * A resource as an accepted command left it: attributes from its event, version and time from its verdict. Nothing where
 * there is no such event.
 */
export const stateAfter = (
  { id, event, added, version, createdAt, effectiveTime }: CommandOfKeyRow,
  { type, directoryId, key }: { readonly type: ResourceType; readonly directoryId: string; readonly key: Buffer },
): Written | undefined => {
  if (id === null || !event) return undefined;
  const open = (each: EventOfCommand): Opened => opened(each, key, placeOf(directoryId, id, each.type));
  const { personal: attributes } = open(event);
  if (!attributes) return undefined;
  const isCreatedGroup = event.type === 'group.created' && version === 1;
  const verdict = { version: version ?? 0, effectiveTime };
  return {
    // What had been lost by then is not on record. Where something had, this tag names no state there ever was.
    ...written(type, id, attributes, verdict, { createdAt: createdAt ?? effectiveTime }),
    ...(isCreatedGroup && { members: (added ?? []).flatMap((each) => membersOf(open(each))).sort(byValue) }),
  };
};

type Opened = ReturnType<typeof upcast>;

const opened = ({ sealed, ...event }: EventOfCommand, key: Buffer, place: string): Opened =>
  upcast({ ...event, ...(sealed !== null && { personal: unseal(key, sealed, place) }) });

const membersOf = ({ data, personal }: Opened): readonly StoredMember[] => {
  const { members } = data as { readonly members: readonly { readonly value: string; readonly type: string }[] };
  const displays = (personal?.['displays'] ?? {}) as Attributes;
  return members.map(({ value, type }) => {
    const display = Object.hasOwn(displays, value) ? displays[value] : undefined;
    return { value, type, display: typeof display === 'string' ? display : null };
  });
};

/** As rows come; ids are lower-case UUIDs. */
const byValue = (one: StoredMember, other: StoredMember): number => (one.value < other.value ? -1 : 1);
