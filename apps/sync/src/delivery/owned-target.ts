import type { Learned } from '../drivers/driver.js';

/** A target as its owner reads it when taking it over. */
export type OwnedTarget = {
  readonly id: string;
  readonly directoryId: string;
  readonly name: string;
  readonly profile: string;
  readonly baseUrl: string;
  readonly sealedSecret: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly configEpoch: number;
  readonly breaker: 'closed' | 'open' | 'half_open';
  readonly openCount: number;
  readonly breakerForMs: number;
  readonly health: 'ok' | 'quarantined_auth';
  readonly probeCount: number;
  readonly probeInMs: number;
  readonly throttledForMs: number;
  readonly learned: Learned;
  readonly sweep: 'backfill' | 'resync' | null;
};
