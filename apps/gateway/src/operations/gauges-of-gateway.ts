import type { Clock, Metrics } from '#runtime';
import type { Admission } from '../proposing/admission.js';
import type { PartitionProgress } from '../proposing/partition-progress.js';
import type { HeavyQueries } from '../resources/querying/heavy-queries.js';

/** What stands in line here, and how far the projector is behind as this gateway sees it: what it admits writes by. */
export const addGatewayGauges = (
  metrics: Metrics,
  parts: {
    readonly admission: Admission;
    readonly progress: PartitionProgress;
    readonly heavy: HeavyQueries;
    readonly clock: Clock;
  },
): void => {
  const inFlight = metrics.gauge('rollcall_writes_in_flight', 'Writes that wait for their verdict.');
  const waiting = metrics.gauge('rollcall_heavy_queries_waiting', 'Queries without an index that wait for their turn.');
  const lag = metrics.gauge(
    'rollcall_admission_lag_seconds',
    'The lag that writes are admitted by, of the worst partition.',
  );
  metrics.beforeScrape(() => {
    inFlight.set(parts.admission.inFlight);
    waiting.set(parts.heavy.waiting);
    lag.set(parts.progress.greatestLagMs(parts.clock.now()) / 1_000);
  });
};
