import type { Member, MembershipChange } from '../attributes.js';
import { matchesElement } from '../filter/matches.js';
import type { ElementChoice } from './patch-target.js';
import type { MemberStep } from './step.js';

/** What the steps come to: a new set altogether, or some who join and others who leave. */
type Net = { replaced: Map<string, Member> | undefined; joining: Map<string, Member>; leaving: Set<string> };

const join = (net: Net, members: readonly Member[]) => {
  const joining = net.replaced ?? net.joining;
  for (const member of members) {
    const earlier = joining.get(member.value);
    joining.set(member.value, earlier ? { ...earlier, ...member } : member);
    net.leaving.delete(member.value);
  }
};

const leave = (net: Net, ids: readonly string[]) => {
  for (const id of ids) {
    if (net.replaced) net.replaced.delete(id);
    else {
      net.joining.delete(id);
      net.leaving.add(id);
    }
  }
};

const membersNow = (net: Net, stored: readonly Member[]): readonly Member[] => {
  if (net.replaced) return [...net.replaced.values()];
  const kept = stored.filter(({ value }) => !net.leaving.has(value) && !net.joining.has(value));
  return [...kept, ...net.joining.values()];
};

const chosenIds = (net: Net, stored: readonly Member[], { filter }: ElementChoice): string[] =>
  membersNow(net, stored).flatMap((member) => (matchesElement(filter, member) ? [member.value] : []));

const replace = (net: Net, members: readonly Member[]) => {
  net.replaced = new Map(members.map((member) => [member.value, member]));
  net.joining.clear();
  net.leaving.clear();
};

const advance = (net: Net, step: MemberStep, stored: readonly Member[]) => {
  if (step.kind === 'add') join(net, step.members);
  else if (step.kind === 'remove') leave(net, step.ids);
  else if (step.kind === 'remove-chosen') leave(net, chosenIds(net, stored, step.choice));
  else replace(net, step.members);
};

/**
 * The net effect of a request's member steps, in which nobody both joins and leaves: at most one `add` and one `remove`, or
 * one `replace`. `stored` is only looked at for filters that ask for more than ids.
 */
export const netMembership = (steps: readonly MemberStep[], stored: readonly Member[] = []): MembershipChange[] => {
  const net: Net = { replaced: undefined, joining: new Map(), leaving: new Set() };
  for (const step of steps) advance(net, step, stored);
  if (net.replaced) return [{ kind: 'replace', members: [...net.replaced.values()] }];
  const changes: MembershipChange[] = [];
  if (net.joining.size > 0) changes.push({ kind: 'add', members: [...net.joining.values()] });
  if (net.leaving.size > 0) changes.push({ kind: 'remove', ids: [...net.leaving] });
  return changes;
};
