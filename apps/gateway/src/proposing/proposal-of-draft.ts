import type { Accepted } from '#domain';
import type { Claims, JournalEvent, JsonObject, Proposal } from '#journal';
import { claimKeyOf, type MasterKey, placeOf, seal } from '#privacy';
import type { Draft } from './draft.js';

const claimsOf = (decision: Accepted, directoryId: string, master: MasterKey): Claims | undefined => {
  if (decision.deletes) return 'release-all';
  if (!decision.claims) return undefined;
  const keys: Record<string, string[]> = {};
  for (const scope of decision.claims.scopes) keys[scope] = [];
  for (const { scope, canonical } of decision.claims.values) {
    const key = claimKeyOf(master, directoryId, scope, canonical);
    const known = keys[scope] ?? [];
    keys[scope] = known.includes(key) ? known : [...known, key];
  }
  return keys;
};

const journalEvents = ({ decision, directoryId, aggregate, subjectKey }: Draft): readonly JournalEvent[] =>
  decision.events.map(({ type, v, data, personal }) => {
    if (personal === undefined) return { type, v, data: data as JsonObject };
    if (!subjectKey) throw new Error(`${type} holds personal data, but its aggregate has no data key`);
    return {
      type,
      v,
      data: data as JsonObject,
      sealed: seal(subjectKey, personal, placeOf(directoryId, aggregate.id, type)),
    };
  });

/** Personal data sealed, claims as keyed digests: from here on nothing names a person. */
export const proposalOf = (draft: Draft, master: MasterKey, occurredAt: number, notAfter: number): Proposal => {
  const claims = claimsOf(draft.decision, draft.directoryId, master);
  return {
    kind: 'proposal',
    format: 1,
    rules: 1,
    commandId: draft.commandId,
    directoryId: draft.directoryId,
    notAfter,
    aggregate: draft.aggregate,
    expect: draft.decision.expect,
    ...(claims !== undefined && { claims }),
    ...(draft.decision.deletes && { deletes: true }),
    events: journalEvents(draft),
    occurredAt,
    actor: draft.actor,
    requestId: draft.requestId,
  };
};
