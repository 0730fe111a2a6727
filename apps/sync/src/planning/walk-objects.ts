import { type Database, retryTransient } from '#persistence';
import { linkedKinds } from '../linked-kinds.js';
import { sweepPage } from './sweep-page.js';

export type Walk = {
  readonly database: Database;
  readonly targetId: string;
  readonly epoch: number;
  readonly signal: AbortSignal;
  readonly onPage: () => void;
};

const objectsPerPage = 1_000;

/** Walks a target's directory, page by page, each in its own transaction; goes on where an earlier owner stopped. */
export const walkObjects = async ({ database, targetId, epoch, signal, onPage }: Walk): Promise<void> => {
  for (let hasMore = true; hasMore && !signal.aborted; onPage()) {
    const values = [targetId, epoch, linkedKinds[0], objectsPerPage];
    const [moved] = await retryTransient(() => database.query<{ hasMore: boolean }>(sweepPage, values), { signal });
    hasMore = moved?.hasMore ?? false;
  }
};
