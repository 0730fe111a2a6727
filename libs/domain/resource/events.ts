import type { Attributes } from '#scim';
import type { EventOf, Nothing } from '../event.js';

/** `changed`: top-level attribute names, or extension URNs, that differ from before; all of them when created. */
export type UserChange = { readonly changed: readonly string[]; readonly active: boolean };
export type ResourceChange = { readonly changed: readonly string[] };
/** Ids only. What members are called is personal: `personal.displays`, by id. */
export type MemberChange = { readonly members: readonly { readonly value: string; readonly type: string }[] };

/** `personal` holds the whole set of attributes after the command, so that no reader needs what came before. */
export type UserEvent =
  | EventOf<'user.created', UserChange>
  | EventOf<'user.updated', UserChange>
  | EventOf<'user.deactivated', UserChange>
  | EventOf<'user.reactivated', UserChange>
  | EventOf<'user.deleted', Nothing>;

/** `personal` holds the attributes without members, or of a member event `displays`. */
export type GroupEvent =
  | EventOf<'group.created', ResourceChange>
  | EventOf<'group.updated', ResourceChange>
  | EventOf<'group.members_added', MemberChange>
  | EventOf<'group.members_removed', MemberChange>
  | EventOf<'group.deleted', Nothing>;

export type CustomResourceEvent =
  | EventOf<'resource.created', ResourceChange>
  | EventOf<'resource.updated', ResourceChange>
  | EventOf<'resource.deleted', Nothing>;

export type ResourceEvent = UserEvent | GroupEvent | CustomResourceEvent;

/** How many members one event names at most. */
export const MAX_MEMBERS_PER_EVENT = 1_000;

/** Of what an event about members is personal. */
export type MemberDisplays = Attributes & { readonly displays: { readonly [memberId: string]: string } };
