import type { Attributes } from '#lifecycle';
import type { MatchKeys, Task } from '../drivers/driver.js';
import type { Link, OpenMembership } from './link.js';

/** The next thing to do for a link: a task for the driver, or nothing because it is as wanted. */
export type Step =
  | { readonly kind: 'nothing'; readonly reason: 'equal' | 'never_there' | 'left' | 'changed_since' }
  | { readonly kind: 'task'; readonly task: Task; readonly hash: string | undefined };

export type Mapping = {
  readonly toAccount: (link: Link, active: boolean) => Attributes;
  readonly hash: (account: Attributes) => string;
  /** How long a POST without an answer may still be worked on by the product. */
  readonly settleDelayMs: number;
};

export const planStep = (link: Link, mapping: Mapping): Step => {
  if (link.want === 'leave') return { kind: 'nothing', reason: 'left' };
  if (link.remoteId === undefined) return planWithoutAccount(link, mapping);
  if (link.want === 'absent')
    return { kind: 'task', task: { kind: 'delete', remoteId: link.remoteId }, hash: undefined };
  if (isForgotten(link) && !link.applied) return { kind: 'nothing', reason: 'equal' };
  const body = wantedAccount(link, mapping);
  const hash = mapping.hash(body);
  if (hash === link.appliedHash) return planMembers(link, link.remoteId);
  return { kind: 'task', task: updateTask(link, link.remoteId, body), hash };
};

const planMembers = (link: Link, remoteId: string): Step => {
  const toSend = link.memberships.filter(canBeSent);
  if (toSend.length === 0) return { kind: 'nothing', reason: 'equal' };
  const accounts = (want: boolean) =>
    toSend.filter((membership) => membership.want === want).map((membership) => String(membership.remoteId));
  const task: Task = { kind: 'members', remoteId, add: accounts(true), remove: accounts(false) };
  return { kind: 'task', task, hash: link.appliedHash };
};

const canBeSent = ({ remoteId }: OpenMembership): boolean => remoteId !== undefined;

const updateTask = (link: Link, remoteId: string, body: Attributes): Task => ({
  kind: 'update',
  remoteId,
  body,
  applied: link.applied,
  isSure: link.appliedHash !== undefined,
});

/** Without a committed intent nothing is made: wanted only since the claim, it is claimed again. */
const planWithoutAccount = (link: Link, mapping: Mapping): Step => {
  const mayBeThere = link.phase === 'uncertain' || link.phase === 'creating';
  if (!mayBeThere) return { kind: 'nothing', reason: link.want === 'active' ? 'changed_since' : 'never_there' };
  const keys = matchKeys(link);
  if (link.want !== 'active' || isTooEarly(link, mapping.settleDelayMs)) {
    return { kind: 'task', task: { kind: 'find', keys }, hash: undefined };
  }
  const body = wantedAccount(link, mapping);
  return { kind: 'task', task: { kind: 'create', keys, body }, hash: mapping.hash(body) };
};

/** A first POST may still be carried out after a look-up that found nothing. */
export const isTooEarly = (link: Link, settleDelayMs: number): boolean =>
  link.phase === 'uncertain' && link.uncertainForMs < settleDelayMs;

/** A deleted object has no attributes any more: its account keeps what it had. */
export const isForgotten = (link: Link): boolean => Object.keys(link.doc).length === 0;

const wantedAccount = (link: Link, mapping: Mapping): Attributes => {
  const isActive = link.want === 'active';
  if (isForgotten(link) && link.applied) return { ...link.applied, active: isActive };
  return mapping.toAccount(link, isActive);
};

const matchKeys = (link: Link): MatchKeys => {
  const attribute = link.kind === 'Group' ? 'displayName' : 'userName';
  const name = link.doc[attribute] ?? link.applied?.[attribute];
  return { externalId: link.objectId, name: typeof name === 'string' ? name : undefined };
};
