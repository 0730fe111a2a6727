import { type Database, type Queryable, retryTransient } from '#persistence';
import { takeTargets } from '../ingest/statements/lock-targets.js';
import { sweepPage } from './sweep-page.js';

export type Walk = {
  readonly database: Database;
  readonly targetId: string;
  readonly epoch: number;
  readonly signal: AbortSignal;
  readonly onPage: () => void;
};

const usersPerPage = 1_000;
/** A group brings its members along. */
const groupsPerPage = 25;

/** Walks a target's directory, page by page, each in its own transaction; goes on where an earlier owner stopped. */
export const walkObjects = async ({ database, targetId, epoch, signal, onPage }: Walk): Promise<void> => {
  for (let hasMore = true; hasMore && !signal.aborted; onPage()) {
    const values = [targetId, epoch, usersPerPage, groupsPerPage];
    const [moved] = await retryTransient(() => database.transaction((tx) => walkPage(tx, values)), { signal });
    hasMore = moved?.hasMore ?? false;
  }
};

/** Beside no fold: it would not see the link that is being made, nor this page the object's change. */
const walkPage = async (
  tx: Queryable,
  values: readonly unknown[],
): Promise<readonly { readonly hasMore: boolean }[]> => {
  await tx.query(takeTargets);
  return tx.query<{ hasMore: boolean }>(sweepPage, values);
};
