import type { Clock, HealthChecks } from '#runtime';
import { LAG_LIMIT_MS } from '../proposing/admission.js';
import type { PartitionProgress } from '../proposing/partition-progress.js';
import type { PartitionWatch } from '../proposing/partition-watch.js';
import type { WriteProbe } from './write-probe.js';

/** Ready means: a write would be answered. */
export const addGatewayChecks = (
  health: HealthChecks,
  parts: {
    readonly watch: PartitionWatch;
    readonly progress: PartitionProgress;
    readonly probe: WriteProbe;
    readonly clock: Clock;
  },
): void => {
  health.add('database', async () => (parts.watch.isDatabaseReachable() ? undefined : 'does not answer'));
  health.add('log', async () => (parts.watch.isLogReachable() ? undefined : 'does not answer'));
  health.add('projection', async () => {
    const lagMs = parts.progress.greatestLagMs(parts.clock.now());
    return lagMs > LAG_LIMIT_MS ? `${Math.round(lagMs / 1_000)} s behind` : undefined;
  });
  health.add('writes', () => parts.probe.check());
};
