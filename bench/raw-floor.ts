import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProjector } from '#app/projector/src/start-projector';
import { type Installation, logVariables, openInstallation, readVariables } from '#installation';
import { JOURNAL_TOPIC } from '#journal';
import { startEmbeddedPostgres } from '#persistence';
import { activeGeneration, readModel } from '#read-model';
import { createLogger, createMetrics, HealthChecks, newId, Secret, StopSequence, systemClock } from '#runtime';
import { warmUpSeconds } from './closed-loop.js';
import { sealedCreate } from './floor/sealed-create.js';
import { VerdictWaiters } from './floor/verdict-waiters.js';

export type RawFloor = {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
};

type FloorOptions = {
  readonly log: 'postgres' | 'kafka';
  readonly writers: number;
  readonly seconds: number;
  readonly brokers?: string;
};

/**
 * What journal, projector and database allow without a service around them: append a sealed proposal, wait for its
 * verdict, each writer one at a time. One process with a fresh durable PostgreSQL beside it. Times in ms.
 */
export const measureRawFloor = async (options: FloorOptions): Promise<RawFloor> => {
  const stop = new StopSequence();
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-floor-'));
  stop.add('folder', () => rm(dataDir, { recursive: true, force: true }));
  try {
    const postgres = await startEmbeddedPostgres({ dataDir });
    stop.add('postgres', () => postgres.stop());
    const installation = await openFloor(options, postgres.url);
    stop.add('installation', () => installation.close());
    const shared = { logger: createLogger({ app: 'floor', level: 'warn' }), clock: systemClock };
    const projector = await startProjector({
      ...installation,
      ...shared,
      metrics: createMetrics({ processMetrics: false }),
      health: new HealthChecks(),
    });
    stop.add('projector', () => projector.stop());
    const waiters = new VerdictWaiters(installation.database, readModel(await activeGeneration(installation.database)));
    await waiters.start();
    stop.add('waiters', () => waiters.stop());
    return await write(installation, waiters, options);
  } finally {
    await stop.run(20_000);
  }
};

const openFloor = ({ log, brokers }: FloorOptions, databaseUrl: string): Promise<Installation> =>
  openInstallation({
    ...readVariables({ ROLLCALL_LOG: log, KAFKA_BROKERS: brokers }, logVariables),
    app: 'floor',
    databaseUrl,
    masterKey: new Secret(randomBytes(32).toString('base64')),
    poolSize: 16,
    logger: createLogger({ app: 'floor', level: 'warn' }),
  });

const write = async (
  installation: Installation,
  waiters: VerdictWaiters,
  { writers, seconds }: FloorOptions,
): Promise<RawFloor> => {
  const ground = { ...installation, directoryId: newId() };
  const latencies: number[] = [];
  const begin = performance.now() + warmUpSeconds * 1_000;
  const end = begin + seconds * 1_000;
  let started = 0;
  const writer = async (): Promise<void> => {
    while (performance.now() < end) {
      const at = performance.now();
      const { commandId, record } = await sealedCreate(ground, started++);
      const verdict = waiters.verdictOf(commandId);
      await installation.log.append(JOURNAL_TOPIC, [record]);
      const { verdict: given } = await verdict;
      if (given.is !== 'accepted') throw new Error(`The floor gave way: ${given.reason}`);
      if (at >= begin) latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  latencies.sort((a, b) => a - b);
  const quantile = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    requests: latencies.length,
    perSecond: latencies.length / ((performance.now() - begin) / 1_000),
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
  };
};
