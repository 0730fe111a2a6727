import type { StoredTarget } from '#read-model';
import type { SyncState } from '../sync/sync-states.js';

/** A target as operators see it, without its secret. Times in ms. `sync` is null until sync has taken it up. */
export type TargetView = {
  readonly id: string;
  readonly name: string;
  readonly directoryId: string;
  readonly profile: string;
  readonly url: string;
  readonly state: 'active' | 'paused';
  readonly settings: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly sync: SyncState | null;
};

export const targetView = (
  { secret: _, resync: __, ...row }: StoredTarget,
  sync: SyncState | undefined,
): TargetView => ({
  ...row,
  sync: sync ?? null,
});
