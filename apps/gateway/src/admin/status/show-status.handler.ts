import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { JOURNAL_TOPIC } from '#journal';
import type { Log } from '#log';
import type { Database } from '#persistence';
import { type Clock, HealthChecks, withDeadline } from '#runtime';
import { ActiveGeneration } from '../../proposing/active-generation.js';
import { Admission } from '../../proposing/admission.js';
import { PartitionProgress } from '../../proposing/partition-progress.js';
import { CLOCK, DATABASE, LOG } from '../../provider-tokens.js';
import { InstallationReads } from '../installation-reads.js';
import { ingestProgress, syncStates } from '../sync/sync-states.js';
import { ShowStatus } from './show-status.query.js';
import { type CountsRow, installationCounts } from './statements/installation-counts.js';

const LOG_WITHIN_MS = 2_000;

type Parts = {
  readonly health: HealthChecks;
  readonly admission: Admission;
  readonly progress: PartitionProgress;
  readonly generation: ActiveGeneration;
  readonly reads: InstallationReads;
  readonly database: Database;
  readonly log: Log;
  readonly clock: Clock;
};

/** Everything an operator wants first, on one screen. Times in ms. */
@QueryHandler(ShowStatus)
export class ShowStatusHandler implements IQueryHandler<ShowStatus> {
  readonly #parts: Parts;

  constructor(
    health: HealthChecks,
    admission: Admission,
    progress: PartitionProgress,
    generation: ActiveGeneration,
    reads: InstallationReads,
    @Inject(DATABASE) database: Database,
    @Inject(LOG) log: Log,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.#parts = { health, admission, progress, generation, reads, database, log, clock };
  }

  async execute(_query: ShowStatus) {
    const { health, admission, generation, database, reads } = this.#parts;
    const [report, [counts], directories, partitions, sync] = await Promise.all([
      health.report(),
      database.query<CountsRow>(installationCounts(generation.schema)),
      reads.directories(),
      this.#partitions(),
      this.#sync(),
    ]);
    return {
      ready: report.ready,
      checks: report.checks,
      generation: generation.schema,
      gateway: { inFlight: admission.inFlight },
      directories: {
        total: directories.length,
        disabled: directories.filter(({ state }) => state === 'disabled').length,
      },
      resources: {
        users: counts?.resources['User'] ?? 0,
        groups: counts?.resources['Group'] ?? 0,
        parked: counts?.parked ?? 0,
      },
      publishing: { waiting: counts?.unpublished ?? 0 },
      partitions,
      sync,
    };
  }

  /** From the log's end to sync: how far each part is behind the one before it. Partitions never written are left out. */
  async #partitions() {
    const { log, generation, database, progress, admission, clock } = this.#parts;
    const late = () => new Error('the log did not answer in time');
    const reading = withDeadline(log.ends(JOURNAL_TOPIC), LOG_WITHIN_MS, late).catch(() => []);
    const [ends, rows, ingest] = await Promise.all([
      reading,
      generation.model.progress(database),
      ingestProgress(database),
    ]);
    const now = clock.now();
    const read = new Map(ingest.map(({ partition, src }) => [partition, (src ?? -1) + 1]));
    return Array.from({ length: progress.partitions }, (_, partition) => {
      const row = rows.find((each) => each.partition === partition);
      return {
        partition,
        end: ends[partition] ?? null,
        judged: row?.nextOffset ?? 0,
        published: (row?.publishedOffset ?? -1) + 1,
        ingested: read.get(partition) ?? null,
        lagMs: Math.round(progress.lagMs(partition, now)),
        refusal: admission.refusal(partition) ?? null,
      };
    }).filter(({ end, judged }) => (end ?? 0) > 0 || judged > 0);
  }

  async #sync() {
    const { reads, database } = this.#parts;
    const rows = await reads.targets();
    const ids = rows.map(({ id }) => id);
    const [states, ingest] = await Promise.all([syncStates(database, ids), ingestProgress(database)]);
    const known = [...states.values()];
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const oldest = known.flatMap(({ oldestDirtyAt }) => oldestDirtyAt ?? []);
    return {
      targets: rows.length,
      waiting: sum(known.map(({ dirty }) => dirty)),
      parked: sum(known.map(({ parked }) => parked)),
      conflict: sum(known.map(({ conflict }) => conflict)),
      poisoned: sum(ingest.map(({ poisoned }) => poisoned)),
      oldestWaitingAt: oldest.length > 0 ? Math.min(...oldest) : null,
    };
  }
}
