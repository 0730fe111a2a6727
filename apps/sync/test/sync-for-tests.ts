import { randomUUID } from 'node:crypto';
import { LIFECYCLE_TOPIC } from '#lifecycle';
import { type MemoryLog, openMemoryLog } from '#log/memory';
import { masterKeyFrom, sealSecret } from '#privacy';
import { createLogger, createMetrics, HealthChecks, type Metrics, Secret, systemClock } from '#runtime';
import { eventually, type TestDatabase, testDatabase } from '#testing';
import { type RunningSync, startSync } from '../src/start-sync.js';
import { LifecycleWriter, topicSpec } from './lifecycle-writer.js';

export const masterKeyText = 'ab'.repeat(32);
const masterKey = masterKeyFrom(new Secret(masterKeyText));

/** Fast and patient settings: tests wait for behaviour, not for time. */
export const quick = { ratePerSecond: 5_000, concurrency: 8, timeoutMs: 2_000, settleDelayMs: 50, backoffBaseMs: 20 };

export type TestSync = {
  readonly test: TestDatabase;
  readonly log: MemoryLog;
  readonly writer: LifecycleWriter;
  readonly metrics: Metrics;
  start(leaseMs?: number): Promise<RunningSync>;
  addTarget(options: NewTarget): Promise<string>;
  tellTarget(id: string, what: TargetEvent, data?: Readonly<Record<string, unknown>>): Promise<void>;
  status(targetId: string): Promise<TargetStatus>;
  allSettled(targetId: string, deadlineMs?: number): Promise<void>;
  end(): Promise<void>;
};

type NewTarget = {
  readonly directoryId: string;
  readonly url: string;
  readonly token?: string;
  readonly profile?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
};
type TargetEvent = 'updated' | 'paused' | 'resumed' | 'resync_requested' | 'removed';
export type TargetStatus = {
  readonly state: string;
  readonly health: string;
  readonly breaker: string;
  readonly sweep: string | null;
  readonly links: number;
  readonly linked: number;
  readonly dirty: number;
  readonly parked: number;
  readonly conflict: number;
  readonly last_error: string | null;
};

const installation = '00000000-0000-4000-8000-000000000000';
const targetPartition = 3;

export const sealedToken = (targetId: string, token: string): string =>
  sealSecret(masterKey, token, `target/${targetId}`);

/** Sync on a real database and a log in memory. */
export const syncForTests = async (): Promise<TestSync> => {
  const test = await testDatabase({ poolSize: 8 });
  const log = openMemoryLog();
  await log.create(LIFECYCLE_TOPIC, topicSpec);
  const writer = new LifecycleWriter(log);
  const metrics = createMetrics({ processMetrics: false });
  const running = new Set<RunningSync>();
  const logger = createLogger({ app: 'sync', level: 'silent' });
  const { database } = test;

  const status = async (targetId: string): Promise<TargetStatus> => {
    const [row] = await database.query<TargetStatus>('select * from sync.status_target where target_id = $1', [
      targetId,
    ]);
    if (!row) throw new Error('There is no such target.');
    return row;
  };
  const targetEvent = (resourceId: string, what: TargetEvent | 'added', data?: Readonly<Record<string, unknown>>) =>
    writer.write(targetPartition, [
      { type: `target.${what}`, resourceId, resourceType: 'Target', directoryId: installation, ...(data && { data }) },
    ]);

  return {
    test,
    log,
    writer,
    metrics,
    start: async (leaseMs = 2_000) => {
      const health = new HealthChecks();
      const sync = await startSync({ database, log, masterKey, logger, metrics, clock: systemClock, health, leaseMs });
      running.add(sync);
      return sync;
    },
    addTarget: async ({ directoryId, url, token = 'product-token', profile = 'generic', settings = {} }) => {
      const id = randomUUID();
      const secret = sealedToken(id, token);
      await targetEvent(id, 'added', {
        directoryId,
        name: `target ${id.slice(0, 8)}`,
        profile,
        url,
        secret,
        settings: { ...quick, ...settings },
      });
      return id;
    },
    tellTarget: async (id, what, data) => {
      await targetEvent(id, what, data);
    },
    status,
    allSettled: async (targetId, deadlineMs = 10_000) => {
      await eventually(
        async () => {
          const { dirty, sweep, links } = await status(targetId);
          if (dirty > 0 || sweep !== null || links === 0)
            throw new Error(`${dirty} of ${links} are dirty, sweep: ${sweep}`);
        },
        { deadlineMs },
      );
    },
    end: async () => {
      for (const sync of running) await sync.stop();
      await log.close();
      await test.drop();
    },
  };
};

export const aUser = (userName: string, more: Readonly<Record<string, unknown>> = {}) => ({
  userName,
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: userName, type: 'work', primary: true }],
  active: true,
  ...more,
});
