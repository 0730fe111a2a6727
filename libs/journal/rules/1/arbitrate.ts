import { type AggregateAddress, aggregateKey, claimAddressKey } from '../../aggregate-key.js';
import { type ArbiterView, releaseClaim, storePart, takeClaim } from '../../arbiter-view.js';
import type { ClaimKey, Control, JournalEvent, JournalRecord, Part, Proposal, Scope } from '../../proposal.js';
import type { Head, Judgement, Void, VoidReason } from '../../verdict.js';

/*
 * Rule set 1. Frozen: every record stamped `rules: 1` is judged by exactly this for ever; a change is rule set 2.
 * With t the effective log time at the record, in this order:
 *
 *   0  not a record of this journal                      ignored (by the codec)
 *   1  t > notAfter                                      void 'expired'
 *   2  the command was judged before                     ignored
 *   3  parts announced, not all of them stored or alive  void 'incomplete'
 *   4  expect absent:  there is a head, even deleted     void 'exists'
 *      expect version: no live head / another version    void 'gone' / 'version'
 *      expect present: no live head                      void 'gone'
 *   5  a claimed key belongs to another aggregate        void 'uniqueness' with its scope (first in the record)
 *   6  otherwise accepted: version + 1; the claims of each named scope are replaced; a delete marks the head and
 *      releases every claim
 *
 *   A part is stored unless expired, repeated or judged already. A noop only moves t. A control passes through.
 *
 * 1 before 2 because verdicts are forgotten after a day in a live projection but not in a rebuild: a late repeat must
 * be judged the same in both. So a judgement 'expired' never replaces a verdict that is there. Likewise parts past
 * their own deadline do not count, whether or not their rows have been cleared away.
 */

export type TakenClaim = { readonly scope: Scope; readonly key: ClaimKey };

/** What an accepted proposal changes. Already in the view; for the caller to write. */
export type AcceptedEffects = {
  readonly kind: 'accepted';
  readonly aggregate: AggregateAddress;
  readonly version: number;
  readonly deleted: boolean;
  readonly claimsTaken: readonly TakenClaim[];
  readonly claimsReleased: readonly TakenClaim[];
  /** Those of the parts first, by index, then the proposal's own. */
  readonly events: readonly JournalEvent[];
};

export type Effects =
  | AcceptedEffects
  | { readonly kind: 'part-stored'; readonly part: Part }
  | { readonly kind: 'control'; readonly control: Control };

export type Arbitration = { readonly judgement: Judgement; readonly effects?: Effects };

const IGNORED: Arbitration = { judgement: { is: 'ignored' } };

/**
 * Judges one record at its place in the log and leaves what follows from it in the view. Reads no event, so that no
 * payload can stop a partition.
 *
 * @param view everything of `keysNeeded`, with the effects of all records before this one
 * @param t effective log time at this record, ms
 */
export const arbitrate = (view: ArbiterView, record: JournalRecord, t: number): Arbitration => {
  switch (record.kind) {
    case 'proposal':
      return arbitrateProposal(view, record, t);
    case 'part':
      return arbitratePart(view, record, t);
    case 'control':
      return { judgement: { is: 'ignored' }, effects: { kind: 'control', control: record } };
    case 'noop':
      return IGNORED;
  }
};

const arbitrateProposal = (view: ArbiterView, proposal: Proposal, t: number): Arbitration => {
  if (t > proposal.notAfter) {
    view.verdicts.add(proposal.commandId);
    return { judgement: voided('expired') };
  }
  if (view.verdicts.has(proposal.commandId)) return IGNORED;
  view.verdicts.add(proposal.commandId);
  const events = eventsOf(view, proposal, t);
  view.parts.delete(proposal.commandId);
  if (!events) return { judgement: voided('incomplete') };
  const address = { directoryId: proposal.directoryId, ...proposal.aggregate };
  const head = view.heads.get(aggregateKey(address));
  const objection = unmetExpectation(proposal, head) ?? foreignClaim(view, proposal, aggregateKey(address));
  if (objection) return { judgement: objection };
  const effects = accept(view, proposal, address, head, events);
  return { judgement: { is: 'accepted', version: effects.version }, effects };
};

const arbitratePart = (view: ArbiterView, part: Part, t: number): Arbitration => {
  if (t > part.notAfter || view.verdicts.has(part.commandId)) return IGNORED;
  if (view.parts.get(part.commandId)?.has(part.index)) return IGNORED;
  storePart(view, part);
  return { judgement: { is: 'ignored' }, effects: { kind: 'part-stored', part } };
};

const voided = (reason: VoidReason, scope?: Scope): Void =>
  scope === undefined ? { is: 'void', reason } : { is: 'void', reason, scope };

const eventsOf = (view: ArbiterView, proposal: Proposal, t: number): readonly JournalEvent[] | undefined => {
  if (proposal.parts === undefined) return proposal.events;
  const stored = view.parts.get(proposal.commandId);
  const events: JournalEvent[] = [];
  for (let index = 0; index < proposal.parts; index += 1) {
    const part = stored?.get(index);
    if (!part || t > part.notAfter) return undefined;
    events.push(...part.events);
  }
  events.push(...proposal.events);
  return events;
};

const unmetExpectation = ({ expect }: Proposal, head: Head | undefined): Void | undefined => {
  if (expect.is === 'absent') return head ? voided('exists') : undefined;
  if (!head || head.deleted) return voided('gone');
  return expect.is === 'version' && head.version !== expect.version ? voided('version') : undefined;
};

const foreignClaim = (view: ArbiterView, proposal: Proposal, owner: string): Void | undefined => {
  for (const { scope, key } of claimedBy(proposal)) {
    const holder = view.claims.get(claimAddressKey(proposal.directoryId, scope, key));
    if (holder !== undefined && holder !== owner) return voided('uniqueness', scope);
  }
  return undefined;
};

const claimedBy = ({ claims, deletes }: Proposal): readonly TakenClaim[] => {
  if (deletes || claims === undefined || claims === 'release-all') return [];
  return Object.entries(claims).flatMap(([scope, keys]) => [...new Set(keys)].map((key) => ({ scope, key })));
};

const accept = (
  view: ArbiterView,
  proposal: Proposal,
  aggregate: AggregateAddress,
  head: Head | undefined,
  events: readonly JournalEvent[],
): AcceptedEffects => {
  const owner = aggregateKey(aggregate);
  const version = (head?.version ?? 0) + 1;
  const deleted = proposal.deletes === true;
  const claimed = claimedBy(proposal);
  const wanted = new Set(claimed.map(({ scope, key }) => `${scope}/${key}`));
  const owned = ownedInScopes(view, owner, proposal);
  const claimsReleased = owned.filter(({ scope, key }) => !wanted.has(`${scope}/${key}`));
  const held = new Set(owned.map(({ scope, key }) => `${scope}/${key}`));
  const claimsTaken = claimed.filter(({ scope, key }) => !held.has(`${scope}/${key}`));
  view.heads.set(owner, { version, deleted });
  for (const claim of claimsReleased) releaseClaim(view, proposal.directoryId, owner, claim);
  for (const claim of claimsTaken) takeClaim(view, proposal.directoryId, owner, claim);
  return { kind: 'accepted', aggregate, version, deleted, claimsTaken, claimsReleased, events };
};

/** What the aggregate holds in the scopes that this proposal speaks about. */
const ownedInScopes = (view: ArbiterView, owner: string, { claims, deletes }: Proposal): readonly TakenClaim[] => {
  if (!deletes && claims === undefined) return [];
  const scopes = view.ownerClaims.get(owner) ?? new Map<Scope, Set<ClaimKey>>();
  const isAll = deletes || claims === 'release-all';
  const owned: TakenClaim[] = [];
  for (const [scope, keys] of scopes) {
    if (isAll || (claims !== undefined && Object.hasOwn(claims, scope))) {
      for (const key of keys) owned.push({ scope, key });
    }
  }
  return owned;
};
