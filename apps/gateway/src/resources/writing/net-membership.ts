import type { Member, MembershipChange } from '#scim';

/**
 * Several membership changes as one, in order: what is added and removed from whatever is there (`delta`), or the
 * whole list that is to be there (`whole`), when somewhere in the sequence it was replaced.
 */
export type NetMembership =
  | { readonly is: 'delta'; readonly add: ReadonlyMap<string, Member>; readonly remove: ReadonlySet<string> }
  | { readonly is: 'whole'; readonly members: ReadonlyMap<string, Member> };

export const netMembership = (changes: readonly MembershipChange[]): NetMembership => {
  let isWhole = false;
  const add = new Map<string, Member>();
  const remove = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'replace') {
      isWhole = true;
      add.clear();
    }
    if (change.kind === 'remove') {
      for (const id of change.ids) {
        add.delete(id);
        remove.add(id);
      }
      continue;
    }
    for (const member of change.members) {
      add.set(member.value, member);
      remove.delete(member.value);
    }
  }
  return isWhole ? { is: 'whole', members: add } : { is: 'delta', add, remove };
};
