import { failureCode, type Queryable } from '#persistence';
import { type IngestRow, ingestStatus } from './statements/ingest-status.js';
import { type OperationRow, operationsOfTarget } from './statements/operations-of-target.js';
import { type SyncStateRow, syncStatesOfTargets } from './statements/sync-states-of-targets.js';

/** How far sync is with a target. Times in ms. */
export type SyncState = {
  readonly state: string;
  readonly links: number;
  readonly linked: number;
  readonly inactive: number;
  readonly dirty: number;
  readonly parked: number;
  readonly conflict: number;
  readonly held: number;
  readonly oldestDirtyAt: number | null;
  readonly lastSuccessAt: number | null;
  readonly lastError: string | null;
};

export type Operation = Omit<OperationRow, 'at' | 'object_id' | 'request_id'> & {
  readonly at: number;
  readonly objectId: string | null;
  readonly requestId: string | null;
};

const UNDEFINED_TABLE = '42P01';
const INVALID_SCHEMA_NAME = '3F000';

/** Sync makes its schema at its own first start; until then nobody has anything to tell. */
const orNothing = async <T>(reading: Promise<readonly T[]>): Promise<readonly T[]> => {
  try {
    return await reading;
  } catch (error) {
    const code = failureCode(error);
    if (code === UNDEFINED_TABLE || code === INVALID_SCHEMA_NAME) return [];
    throw error;
  }
};

export const syncStates = async (
  database: Queryable,
  targetIds: readonly string[],
): Promise<ReadonlyMap<string, SyncState>> => {
  const rows = await orNothing(database.query<SyncStateRow>(syncStatesOfTargets, [targetIds]));
  return new Map(rows.map((row) => [row.target_id, syncState(row)]));
};

export const operations = async (
  database: Queryable,
  targetId: string,
  limit: number,
): Promise<readonly Operation[]> => {
  const rows = await orNothing(database.query<OperationRow>(operationsOfTarget, [targetId, limit]));
  return rows.map(({ at, object_id: objectId, request_id: requestId, ...row }) => ({
    ...row,
    at: at.getTime(),
    objectId,
    requestId,
  }));
};

/** Nothing before sync's first start. */
export const ingestProgress = (database: Queryable): Promise<readonly IngestRow[]> =>
  orNothing(database.query<IngestRow>(ingestStatus));

const syncState = (row: SyncStateRow): SyncState => ({
  state: row.state,
  links: row.links,
  linked: row.linked,
  inactive: row.inactive,
  dirty: row.dirty,
  parked: row.parked,
  conflict: row.conflict,
  held: row.held,
  oldestDirtyAt: row.oldest_dirty_at?.getTime() ?? null,
  lastSuccessAt: row.last_success_at?.getTime() ?? null,
  lastError: row.last_error,
});
