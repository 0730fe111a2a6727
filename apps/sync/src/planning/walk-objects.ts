import { type Database, retryTransient } from '#persistence';
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
    const [moved] = await retryTransient(() => database.query<{ hasMore: boolean }>(sweepPage, values), { signal });
    hasMore = moved?.hasMore ?? false;
  }
};
