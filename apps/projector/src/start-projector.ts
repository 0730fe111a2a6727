import { JOURNAL_TOPIC } from '#journal';
import type { Log } from '#log';
import type { Database } from '#persistence';
import type { SubjectKeys } from '#privacy';
import { activeGeneration, projectorStatements } from '#read-model';
import { type Clock, delay, fullJitter, type HealthChecks, type Logger, type Metrics } from '#runtime';
import type { JournalLoop } from './journal-loop/journal-loop.js';
import { countParkedAtScrape } from './parking/parked-gauge.js';
import { projectorParts } from './projector-parts.js';

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
  const { loop, publisher, pruner, watch, statistics } = projectorParts(dependencies, generation, statements);
  const stopping = new AbortController();
  const state: ReadingState = {};
  const reading = keepReading(loop, logger, stopping.signal, state);
  publisher.start();
  pruner.start();
  countParkedAtScrape({ database, statements, metrics });
  health.add('journal', async () => loop.stops.problem ?? state.problem);
  health.add('progress', () => watch.check());
  health.add('publishing', async () => publisher.problem);
  logger.info({ generation, topic: JOURNAL_TOPIC }, 'projector_started');
  return {
    generation,
    stop: async () => {
      stopping.abort();
      await reading;
      await Promise.all([publisher.stop(), pruner.stop(), statistics.stop()]);
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
