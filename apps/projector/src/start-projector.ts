import { JOURNAL_TOPIC } from '#journal';
import type { Log } from '#log';
import type { Database } from '#persistence';
import type { SubjectKeys } from '#privacy';
import { activeGeneration, projectorStatements } from '#read-model';
import { type Clock, delay, fullJitter, type HealthChecks, type Logger, type Metrics } from '#runtime';
import { JournalLoop } from './journal-loop/journal-loop.js';
import { journalMetrics } from './journal-loop/journal-metrics.js';
import { ProgressWatch } from './journal-loop/progress-watch.js';
import { countParkedAtScrape } from './parking/parked-gauge.js';
import { Pruner } from './pruning/pruner.js';
import { publishable } from './publishing/publishable.js';
import { Publisher } from './publishing/publisher.js';

export type ProjectorDependencies = {
  readonly database: Database;
  readonly log: Log;
  readonly subjectKeys: Pick<SubjectKeys, 'keysOf'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Gets checks `journal`, `progress` and `publishing`. */
  readonly health: HealthChecks;
  /** Which generation to fill. Default: the one in use. Only that one is published. */
  readonly generation?: string;
  /** Records per batch, 1 to 500. */
  readonly maxRecords?: number;
};

export type RunningProjector = {
  readonly generation: string;
  /** Resolves once the running batch is committed and the sends under way have ended. */
  stop(): Promise<void>;
};

/** Judges the journal, keeps one generation of the read model and publishes what was accepted. */
export const startProjector = async (dependencies: ProjectorDependencies): Promise<RunningProjector> => {
  const { database, logger, metrics, health } = dependencies;
  const generation = dependencies.generation ?? (await activeGeneration(database));
  const statements = projectorStatements(generation);
  const shared = { ...dependencies, statements };
  let owned: readonly number[] = [];
  const publisher = new Publisher(shared);
  const pruner = new Pruner({ ...shared, ownedPartitions: () => owned });
  const watch = new ProgressWatch({ ...shared, ownedPartitions: () => owned });
  const loop = new JournalLoop({
    ...shared,
    group: `rollcall-projector-${generation}`,
    metrics: journalMetrics(metrics),
    onPosition: (partition, nextOffset) => watch.saw(partition, nextOffset),
    onCommitted: (partition, { judged, records }) => {
      const { nextOffset } = judged.after;
      watch.saw(partition, nextOffset);
      publisher.offer(partition, {
        fromOffset: records[0]?.offset ?? nextOffset,
        nextOffset,
        events: judged.events.map((event) => publishable(partition, event)),
      });
    },
    onAssignment: (partitions) => {
      owned = [...partitions];
      publisher.own(partitions);
      logger.info({ partitions }, 'partitions_assigned');
    },
  });
  countParkedAtScrape(shared);
  const stopping = new AbortController();
  const state: ReadingState = {};
  const reading = keepReading(loop, logger, stopping.signal, state);
  publisher.start();
  pruner.start();
  health.add('journal', async () => loop.stops.problem ?? state.problem);
  health.add('progress', () => watch.check());
  health.add('publishing', async () => publisher.problem);
  logger.info({ generation, topic: JOURNAL_TOPIC }, 'projector_started');
  return {
    generation,
    stop: async () => {
      stopping.abort();
      await reading;
      await Promise.all([publisher.stop(), pruner.stop()]);
    },
  };
};

type ReadingState = { problem?: string };

/** The log's own reader retries what it can; should it give up, it is asked again. */
const keepReading = async (
  loop: JournalLoop,
  logger: Logger,
  signal: AbortSignal,
  state: ReadingState,
): Promise<void> => {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      delete state.problem;
      await loop.run(signal);
    } catch (error) {
      state.problem = 'The journal cannot be read.';
      logger.error({ err: error, attempt }, 'journal_read_failed');
      await delay(fullJitter(attempt, 200, 5_000), signal);
    }
  }
};
