import { type AggregateAddress, aggregateKey, type ClaimAddress, claimAddressKey } from './aggregate-key.js';
import type { JournalRecord } from './proposal.js';

/** What must be in the view before a batch is judged. Everything once, in order of first need. */
export type KeysNeeded = {
  readonly heads: readonly AggregateAddress[];
  /** Whoever owns these. */
  readonly claims: readonly ClaimAddress[];
  /** All claims that these own, of any scope. */
  readonly owners: readonly AggregateAddress[];
  /** Whether these were judged before. */
  readonly commandIds: readonly string[];
  /** All stored parts of these. */
  readonly partCommandIds: readonly string[];
};

export const keysNeeded = (records: Iterable<JournalRecord>): KeysNeeded => {
  const heads = new Map<string, AggregateAddress>();
  const owners = new Map<string, AggregateAddress>();
  const claims = new Map<string, ClaimAddress>();
  const commandIds = new Set<string>();
  const partCommandIds = new Set<string>();
  for (const record of records) {
    if (record.kind === 'part') {
      commandIds.add(record.commandId);
      partCommandIds.add(record.commandId);
    }
    if (record.kind !== 'proposal') continue;
    const { directoryId } = record;
    const address = { directoryId, ...record.aggregate };
    const owner = aggregateKey(address);
    heads.set(owner, address);
    commandIds.add(record.commandId);
    if (record.parts !== undefined) partCommandIds.add(record.commandId);
    if (record.deletes || record.claims !== undefined) owners.set(owner, address);
    if (record.claims === undefined || record.claims === 'release-all') continue;
    for (const [scope, keys] of Object.entries(record.claims)) {
      for (const key of keys) claims.set(claimAddressKey(directoryId, scope, key), { directoryId, scope, key });
    }
  }
  return {
    heads: [...heads.values()],
    claims: [...claims.values()],
    owners: [...owners.values()],
    commandIds: [...commandIds],
    partCommandIds: [...partCommandIds],
  };
};
