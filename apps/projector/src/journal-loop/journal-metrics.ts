import type { Gauge, Histogram, Metrics } from '#runtime';
import type { CommittedBatch } from './handle-batch.js';

export type JournalMetrics = {
  readonly batchSeconds: Histogram;
  readonly stoppedPartitions: Gauge;
  observe(partition: number, outcome: CommittedBatch, now: number): void;
};

const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500];

export const journalMetrics = (metrics: Metrics): JournalMetrics => {
  const records = metrics.histogram('rollcall_projector_batch_records', 'Records per judged batch', [], SIZES);
  const verdicts = metrics.counter('rollcall_projector_verdicts_total', 'Verdicts by outcome', ['outcome']);
  const lag = metrics.histogram('rollcall_projection_lag_seconds', 'From append to commit of the newest record');
  const behind = metrics.gauge('rollcall_projection_next_offset', 'Next journal offset to be judged', ['partition']);
  const parked = metrics.counter('rollcall_projector_parked_total', 'Aggregates parked since the start');
  return {
    batchSeconds: metrics.histogram('rollcall_projector_batch_seconds', 'Time per batch, transaction included'),
    stoppedPartitions: metrics.gauge('rollcall_projector_stopped_partitions', 'Partitions that stand still'),
    observe: (partition, outcome, now) => {
      records.observe(outcome.records.length);
      for (const { verdict } of outcome.judged.verdicts.values()) {
        verdicts.inc({ outcome: verdict.is === 'accepted' ? 'accepted' : verdict.reason });
      }
      const newest = outcome.records.at(-1);
      if (newest) lag.observe(Math.max(0, now - newest.timestamp) / 1_000);
      behind.set({ partition: String(partition) }, outcome.judged.after.nextOffset);
      parked.inc(outcome.judged.parking.parked.filter((entry) => entry.parkedNow).length);
    },
  };
};
