import type { Database } from '#persistence';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import type { Settlement } from '../../proposing/settlement.js';
import { ATTEMPTS, type CommandIds } from './command-ids.js';
import { type AggregateRow, aggregateAtOffset } from './statements/aggregate-at-offset.js';
import { type VerdictOfKeyRow, verdictsOfKey } from './statements/verdicts-of-key.js';

type EarlierAnswer = {
  readonly settlement: Exclude<Settlement, { kind: 'unknown' | 'not-applied' }>;
  /** Of the resource that was written; absent for a refusal. */
  readonly resourceId?: string;
};

export type Earlier =
  /** `attempts`: how many command ids of this request have a verdict already, so that a repeat begins with the next. */
  | { readonly kind: 'earlier'; readonly attempts: number; readonly answer?: EarlierAnswer }
  /** Under this key something else was written. */
  | { readonly kind: 'other-body' };

const nothing: Earlier = { kind: 'earlier', attempts: 0 };

/** What became of this request when it was sent before with the same `Idempotency-Key`, if it was. */
export const earlierAnswer = async (
  ids: CommandIds,
  database: Database,
  generation: ActiveGeneration,
): Promise<Earlier> => {
  if (!ids.range) return nothing;
  const known = await database.query<VerdictOfKeyRow>(verdictsOfKey(generation.schema), ids.range);
  if (known.length === 0) return nothing;
  const mine = new Set(Array.from({ length: ATTEMPTS }, (_, attempt) => ids.of(attempt)));
  const written = known.filter(({ accepted }) => accepted);
  if (written.length > 0 && !written.some(({ commandId }) => mine.has(commandId))) return { kind: 'other-body' };
  const verdicts = await generation.model.verdicts(database, [...mine]);
  const ordered = [...verdicts].sort((a, b) => a.offset - b.offset);
  const attempts = ordered.length;
  const accepted = ordered.find(({ verdict }) => verdict.is === 'accepted');
  if (accepted?.verdict.is === 'accepted') {
    const { partition, offset, effectiveTime, verdict } = accepted;
    const [row] = await database.query<AggregateRow>(aggregateAtOffset(generation.schema), [partition, offset]);
    const settlement = { kind: 'accepted', version: verdict.version, effectiveTime, partition, offset } as const;
    return { kind: 'earlier', attempts, answer: { settlement, ...(row && { resourceId: row.id }) } };
  }
  const last = ordered.at(-1)?.verdict;
  if (last?.is !== 'void' || last.reason === 'version' || last.reason === 'expired') {
    return { kind: 'earlier', attempts };
  }
  const scope = last.scope !== undefined && { scope: last.scope };
  return { kind: 'earlier', attempts, answer: { settlement: { kind: 'void', reason: last.reason, ...scope } } };
};
