import { randomBytes } from 'node:crypto';
import { encodeRecord, JOURNAL_TOPIC, type JournalRecord, partitionOf } from '#journal';
import { decodeLifecycle, LIFECYCLE_TOPIC, type LifecycleEvent } from '#lifecycle';
import type { LogRecord } from '#log';
import { type MemoryLog, openMemoryLog } from '#log/memory';
import type { Database } from '#persistence';
import { type MasterKey, masterKeyCheck, masterKeyFrom, SubjectKeys } from '#privacy';
import { bindInstallation, FIRST_GENERATION, type ReadModel, readModel } from '#read-model';
import { createLogger, createMetrics, type FakeClock, fakeClock, HealthChecks, Secret } from '#runtime';
import { eventually, testDatabase } from '#testing';
import { type ProjectorDependencies, type RunningProjector, startProjector } from '../src/start-projector.js';

export const PARTITIONS = 2;
export const START_MS = Date.UTC(2030, 0, 1);

/** A database, a log in memory and keys: everything a projector needs, and what a gateway would do to it. */
export type Stage = {
  readonly database: Database;
  readonly log: MemoryLog;
  readonly clock: FakeClock;
  readonly master: MasterKey;
  readonly subjectKeys: SubjectKeys;
  readonly health: HealthChecks;
  readonly reads: ReadModel;
  readonly dependencies: ProjectorDependencies;
  append(...records: readonly JournalRecord[]): Promise<void>;
  start(options?: Partial<ProjectorDependencies>): Promise<RunningProjector>;
  /** Waits until all that is on the journal is judged, in this generation. */
  judged(generation?: string): Promise<void>;
  /** Events on the lifecycle log so far, of all partitions, repeats included. */
  published(): readonly LifecycleEvent[];
  end(): Promise<void>;
};

export const wireOf = (record: JournalRecord, directoryId: string): LogRecord => ({
  partition: partitionOf(directoryId, PARTITIONS),
  key: directoryId,
  ...encodeRecord(record),
});

export const openStage = async (): Promise<Stage> => {
  const { database, drop } = await testDatabase({ poolSize: 8 });
  const clock = fakeClock(START_MS);
  const log = openMemoryLog({ clock });
  const master = masterKeyFrom(new Secret(randomBytes(32).toString('hex')));
  const subjectKeys = new SubjectKeys({ database, master, poolSize: 32 });
  const health = new HealthChecks();
  await log.create(JOURNAL_TOPIC, { partitions: PARTITIONS, time: 'append', retention: 'forever' });
  await log.create(LIFECYCLE_TOPIC, { partitions: PARTITIONS, time: 'producer', retention: 86_400_000 });
  const binding = {
    journalLogId: log.store.id,
    partitions: PARTITIONS,
    masterKeyCheck: masterKeyCheck(master),
    masterKeyName: 'the key',
  };
  expect(await bindInstallation(database, binding)).toEqual([]);
  const dependencies: ProjectorDependencies = {
    database,
    log,
    subjectKeys,
    clock,
    health,
    logger: createLogger({ app: 'test', level: 'silent' }),
    metrics: createMetrics({ processMetrics: false }),
  };
  const running: RunningProjector[] = [];
  return {
    database,
    log,
    clock,
    master,
    subjectKeys,
    health,
    reads: readModel(FIRST_GENERATION),
    dependencies,
    append: (...records) =>
      log.append(
        JOURNAL_TOPIC,
        records.map((record) => wireOf(record, directoryOf(record))),
      ),
    start: async (options) => {
      const projector = await startProjector({ ...dependencies, ...options });
      running.push(projector);
      return projector;
    },
    judged: (generation = FIRST_GENERATION) => allJudged(database, log, generation),
    published: () => Array.from({ length: PARTITIONS }, (_, partition) => publishedIn(log, partition)).flat(),
    end: async () => {
      await Promise.all(running.map((projector) => projector.stop()));
      await subjectKeys.close();
      await log.close();
      await drop();
    },
  };
};

const directoryOf = (record: JournalRecord): string => (record.kind === 'noop' ? '' : record.directoryId);

const allJudged = (database: Database, log: MemoryLog, generation: string): Promise<void> =>
  eventually(async () => {
    const ends = await log.ends(JOURNAL_TOPIC);
    const progress = await readModel(generation).progress(database);
    expect(progress.map((row) => row.nextOffset)).toEqual(ends);
  });

export const publishedIn = (log: MemoryLog, partition: number): readonly LifecycleEvent[] =>
  log.records(LIFECYCLE_TOPIC, partition).flatMap((record) => {
    const decoded = decodeLifecycle(record);
    if (decoded.kind !== 'event') throw new Error(`Not a lifecycle event: ${JSON.stringify(decoded)}`);
    return [decoded.event];
  });
