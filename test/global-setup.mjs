import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startKafkaForTests } from './kafka-for-tests.mjs';
import { loadTypescript } from './load-typescript.mjs';
import { sweepLeftovers } from './sweep-leftovers.mjs';

const MEMORY = '/dev/shm';
const PREFIX = 'rollcall-tests-';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Starts what all test files share, a PostgreSQL and, where there can be one, a Kafka broker, and tells them where. */
export default async function globalSetup() {
  const started = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  globalThis.stopAfterTests = stop;
  for (const signal of SIGNALS) process.once(signal, () => stop().finally(() => process.exit(1)));
  const outcomes = await Promise.allSettled([
    startPostgres().then((postgres) => {
      started.push(postgres);
      process.env.TEST_DATABASE_URL = postgres.url;
    }),
    startKafkaForTests().then((kafka) => {
      if (!kafka) return;
      started.push(kafka);
      process.env.TEST_KAFKA_BROKERS = kafka.brokers;
    }),
  ]);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
}

/** `DATABASE_URL_FOR_TESTS`, or a PostgreSQL in memory whose data is thrown away. */
async function startPostgres() {
  process.env.TEST_DATABASE_TEMPLATE = `rollcall_template_${randomBytes(6).toString('hex')}`;
  const given = process.env.DATABASE_URL_FOR_TESTS;
  if (given) return { url: given, stop: () => dropTemplate(given) };
  loadTypescript();
  const { startEmbeddedPostgres } = await import('../libs/persistence/embedded/start-embedded-postgres.ts');
  const parent = existsSync(MEMORY) ? MEMORY : tmpdir();
  await sweepLeftovers(parent, PREFIX).catch(() => {});
  const dataDir = await mkdtemp(join(parent, PREFIX));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
    return { url: postgres.url, stop: () => postgres.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function dropTemplate(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${process.env.TEST_DATABASE_TEMPLATE} with (force)`);
  await client.end();
}
