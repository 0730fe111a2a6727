import { LIFECYCLE_TOPIC } from '#lifecycle';
import type { Log } from '#log';
import type { Database } from '#persistence';
import type { MasterKey } from '#privacy';
import { type Clock, delay, fullJitter, type HealthChecks, type Logger, type Metrics, StopSequence } from '#runtime';
import { startTargetLoop } from './delivery/start-target-loop.js';
import { TargetRoster } from './delivery/target-roster.js';
import { keepHouse } from './housekeeping/housekeeping.js';
import { type IngestParts, ingest } from './ingest/ingest-loop.js';
import { measure } from './measure.js';
import { migrateSync } from './schema/migrate-sync.js';
import { createSyncMetrics } from './sync-metrics.js';

export type SyncParts = {
  readonly database: Database;
  readonly log: Log;
  readonly masterKey: MasterKey;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly health: HealthChecks;
  /** How long a target stays with an owner that is not heard of. Default 10 s. */
  readonly leaseMs?: number;
};

export type RunningSync = {
  /** Ends requests under way within seconds and hands the targets over. */
  stop(): Promise<void>;
};

const defaultLeaseMs = 10_000;
const stopDeadlineMs = 10_000;
const silenceMs = 30_000;

/** Folds the lifecycle log and drives every target that no other process drives. */
export const startSync = async (parts: SyncParts): Promise<RunningSync> => {
  const { database, log, masterKey, clock, health } = parts;
  const logger = parts.logger.child({ part: 'sync' });
  const metrics = createSyncMetrics(parts.metrics);
  await migrateSync(database);

  const around = { database, masterKey, metrics, logger, clock, random: Math.random };
  const roster = new TargetRoster({
    database,
    logger,
    leaseMs: parts.leaseMs ?? defaultLeaseMs,
    startLoop: (target, lease) => startTargetLoop(around, target, lease),
  });
  const reading = readInBackground({ database, log, logger, metrics });
  const housekeeping = new AbortController();
  const keepingHouse = keepHouse(database, logger, housekeeping.signal);
  await roster.start();

  parts.metrics.beforeScrape(() => measure(database, log, metrics));
  health.add('sync_ingest', async () => reading.problem() ?? (await logProblem(log)));
  health.add('sync_delivery', async () =>
    roster.idleForMs() > silenceMs ? 'targets have not been looked after for 30 s' : undefined,
  );

  const stop = new StopSequence();
  stop.add('targets', () => roster.stop());
  stop.add('ingest', () => reading.stop());
  stop.add('housekeeping', async () => {
    housekeeping.abort();
    await keepingHouse;
  });
  return { stop: () => stop.runLogged(stopDeadlineMs, logger) };
};

type Reading = { problem(): string | undefined; stop(): Promise<void> };

/** The log's own reader retries what it can; should it give up, it is asked again. */
const readInBackground = (parts: IngestParts): Reading => {
  const stopping = new AbortController();
  let problem: string | undefined;
  const keepReading = async (): Promise<void> => {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        problem = undefined;
        await ingest(parts, stopping.signal);
      } catch (error) {
        problem = 'the lifecycle log cannot be read';
        parts.logger.error({ err: error, attempt }, 'ingest_failed');
        await delay(fullJitter(attempt, 200, 5_000), stopping.signal);
      }
    }
  };
  const ended = keepReading();
  return {
    problem: () => problem,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
};

const logProblem = (log: Log): Promise<string | undefined> =>
  log.ends(LIFECYCLE_TOPIC).then(
    () => undefined,
    () => 'the log does not answer',
  );
