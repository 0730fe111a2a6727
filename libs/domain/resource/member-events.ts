import type { Member } from '#scim';
import type { DomainEvent } from '../event.js';
import type { MembershipDelta } from './commands.js';
import { MAX_MEMBERS_PER_EVENT } from './events.js';

/** Removals first: whoever is named on both sides is a member afterwards. */
export const memberEvents = ({ add, remove }: MembershipDelta): readonly DomainEvent[] => [
  ...inChunks(distinct(remove)).map((members) => memberEvent('group.members_removed', members)),
  ...inChunks(distinct(add)).map((members) => memberEvent('group.members_added', members)),
];

const distinct = (members: readonly Member[]): readonly Member[] => [
  ...new Map(members.map((member) => [member.value, member])).values(),
];

const inChunks = (members: readonly Member[]): readonly (readonly Member[])[] =>
  Array.from({ length: Math.ceil(members.length / MAX_MEMBERS_PER_EVENT) }, (_, n) =>
    members.slice(n * MAX_MEMBERS_PER_EVENT, (n + 1) * MAX_MEMBERS_PER_EVENT),
  );

const memberEvent = (type: string, members: readonly Member[]): DomainEvent => {
  const displays = members.flatMap(({ value, display }) => (display === undefined ? [] : [[value, display]]));
  return {
    type,
    v: 1,
    data: { members: members.map(({ value, type: memberType }) => ({ value, type: memberType })) },
    ...(displays.length > 0 && { personal: { displays: Object.fromEntries(displays) } }),
  };
};
