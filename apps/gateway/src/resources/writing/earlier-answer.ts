import type { Database } from '#persistence';
import type { ScimRequest } from '../../exchange/scim-request.js';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import type { Settlement } from '../../proposing/settlement.js';
import { ATTEMPTS, commandIdsOf } from './command-ids.js';
import { type AggregateRow, aggregateAtOffset } from './statements/aggregate-at-offset.js';

type EarlierAnswer = {
  readonly settlement: Exclude<Settlement, { kind: 'unknown' | 'not-applied' }>;
  /** Of the resource that was written; absent for a refusal. */
  readonly resourceId?: string;
};

/** `attempts`: how many command ids of this request have a verdict already, so that a repeat begins with the next. */
export type Earlier = { readonly attempts: number; readonly answer?: EarlierAnswer };

/** What became of this request when it was sent before with the same `Idempotency-Key`, if it was. */
export const earlierAnswer = async (
  request: ScimRequest,
  database: Database,
  generation: ActiveGeneration,
): Promise<Earlier> => {
  if (request.idempotencyKey === undefined) return { attempts: 0 };
  const idOf = commandIdsOf(request);
  const commandIds = Array.from({ length: ATTEMPTS }, (_, attempt) => idOf(attempt));
  const verdicts = await generation.model.verdicts(database, commandIds);
  const ordered = [...verdicts].sort((a, b) => a.offset - b.offset);
  const accepted = ordered.find(({ verdict }) => verdict.is === 'accepted');
  if (accepted?.verdict.is === 'accepted') {
    const { partition, offset, effectiveTime, verdict } = accepted;
    const [row] = await database.query<AggregateRow>(aggregateAtOffset(generation.schema), [partition, offset]);
    const settlement = { kind: 'accepted', version: verdict.version, effectiveTime, partition, offset } as const;
    return { attempts: ordered.length, answer: { settlement, ...(row && { resourceId: row.id }) } };
  }
  const last = ordered.at(-1)?.verdict;
  if (last?.is !== 'void' || last.reason === 'version' || last.reason === 'expired') {
    return { attempts: ordered.length };
  }
  const scope = last.scope !== undefined && { scope: last.scope };
  return { attempts: ordered.length, answer: { settlement: { kind: 'void', reason: last.reason, ...scope } } };
};
