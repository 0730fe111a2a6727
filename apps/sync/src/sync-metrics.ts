import type { Metrics } from '#runtime';

/** What sync tells of itself, by target where it is about one. */
export type SyncMetrics = {
  ingested(events: number, seconds: number): void;
  requested(target: string, op: string, outcome: string, seconds: number): void;
  /** From the moment a change was accepted until the target had it. */
  propagated(target: string, seconds: number): void;
  settled(target: string, outcome: string): void;
  /** Of all targets there are; what was told of others is taken back. */
  dirty(targets: readonly DirtyTarget[]): void;
  /** 0 closed, 1 open or being probed, 2 locked out. */
  gate(target: string, state: number): void;
  lag(partition: number, records: number): void;
  /** Whoever drives the target now tells its gate. */
  forgetGate(target: string): void;
};

export type DirtyTarget = { readonly name: string; readonly links: number; readonly oldestSeconds: number };

export const createSyncMetrics = (metrics: Metrics): SyncMetrics => {
  const { counter, gauge, histogram } = metrics;
  const events = counter('rollcall_sync_events_total', 'Lifecycle events folded.');
  const batches = histogram('rollcall_sync_ingest_seconds', 'Time to fold a batch of lifecycle events.');
  const requests = histogram('rollcall_sync_request_seconds', 'Requests to targets.', ['target', 'op', 'outcome']);
  const propagation = histogram(
    'rollcall_sync_propagation_seconds',
    'From the acceptance of a change until the target had it.',
    ['target'],
    [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600],
  );
  const settlements = counter('rollcall_sync_settled_total', 'Attempts by what came of them.', ['target', 'outcome']);
  const dirtyLinks = gauge('rollcall_sync_dirty_links', 'Objects not yet as wanted.', ['target']);
  const dirtyAge = gauge('rollcall_sync_oldest_dirty_seconds', 'Age of the oldest of them.', ['target']);
  const gates = gauge('rollcall_sync_gate_state', '0 open for work, 1 not answering, 2 locked out.', ['target']);
  const lag = gauge('rollcall_sync_lag_records', 'Lifecycle records not yet folded.', ['partition']);
  return {
    ingested: (count, seconds) => {
      events.inc(count);
      batches.observe(seconds);
    },
    requested: (target, op, outcome, seconds) => requests.observe({ target, op, outcome }, seconds),
    propagated: (target, seconds) => propagation.observe({ target }, seconds),
    settled: (target, outcome) => settlements.inc({ target, outcome }),
    dirty: (targets) => {
      for (const each of [dirtyLinks, dirtyAge]) each.reset();
      for (const { name, links, oldestSeconds } of targets) {
        dirtyLinks.set({ target: name }, links);
        dirtyAge.set({ target: name }, oldestSeconds);
      }
    },
    gate: (target, state) => gates.set({ target }, state),
    lag: (partition, records) => lag.set({ partition: String(partition) }, records),
    forgetGate: (target) => gates.remove({ target }),
  };
};
