import { randomBytes } from 'node:crypto';
import { type RunningGateway, startGateway } from '#app/gateway/src/start-gateway';
import { startProjector } from '#app/projector/src/start-projector';
import { JOURNAL_TOPIC } from '#journal';
import { LIFECYCLE_TOPIC } from '#lifecycle';
import { type MemoryLog, openMemoryLog } from '#log/memory';
import type { Database } from '#persistence';
import { masterKeyCheck, masterKeyFrom, SubjectKeys } from '#privacy';
import { bindInstallation } from '#read-model';
import { createLogger, createMetrics, HealthChecks, Secret } from '#runtime';
import { freePort, testDatabase } from '#testing';
import { type Client, client } from './client.js';

/** Gateway and projector as they really are, on a database of their own, driven over HTTP. */
export type House = {
  readonly url: string;
  readonly database: Database;
  readonly log: MemoryLog;
  /** Runs with the time of day; `skip` sets gateway and log ahead, as if so much time had passed. */
  readonly clock: SkippingClock;
  readonly admin: Client;
  readonly gateway: RunningGateway;
  /** A fresh directory with its first token. */
  directory(options?: DirectoryOptions): Promise<TestDirectory>;
  stopProjector(): Promise<void>;
  /** Another gateway of the same installation, stopped with the house. */
  secondGateway(): Promise<RunningGateway>;
  close(): Promise<void>;
};

export type DirectoryOptions = {
  readonly provider?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
};

export type TestDirectory = {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly scim: Client;
};

const PARTITIONS = 4;
const PUBLIC_URL = 'https://scim.example';
const ADMIN_TOKEN = 'an-admin-token-for-tests';

export type SkippingClock = { now(): number; skip(ms: number): void };

const skippingClock = (): SkippingClock => {
  let skippedMs = 0;
  return {
    now: () => Date.now() + skippedMs,
    skip: (ms) => {
      skippedMs += ms;
    },
  };
};

let directories = 0;

export const openHouse = async (options: { readonly publicUrlIsOwn?: boolean } = {}): Promise<House> => {
  const { database, drop } = await testDatabase({ poolSize: 12 });
  const clock = skippingClock();
  const log = openMemoryLog({ clock });
  await log.create(JOURNAL_TOPIC, { partitions: PARTITIONS, time: 'append', retention: 'forever' });
  await log.create(LIFECYCLE_TOPIC, { partitions: PARTITIONS, time: 'producer', retention: 2_592_000_000 });
  const masterKey = masterKeyFrom(new Secret(randomBytes(32).toString('base64')));
  await bindInstallation(database, {
    journalLogId: 'memory',
    partitions: PARTITIONS,
    masterKeyCheck: masterKeyCheck(masterKey),
    masterKeyName: 'the key',
  });
  const subjectKeys = new SubjectKeys({ database, master: masterKey });
  const shared = {
    database,
    log,
    masterKey,
    subjectKeys,
    partitions: PARTITIONS,
    logger: createLogger({ app: 'test', level: process.env['TEST_LOG'] === '1' ? 'debug' : 'silent' }),
    metrics: createMetrics({ processMetrics: false }),
    clock,
    health: new HealthChecks(),
  };
  const projector = await startProjector(shared);
  const closeRest = async (): Promise<void> => {
    await projector.stop();
    await subjectKeys.close();
    await log.close();
    await drop();
  };
  const port = options.publicUrlIsOwn ? await freePort() : 0;
  const publicUrl = options.publicUrlIsOwn ? `http://127.0.0.1:${port}` : PUBLIC_URL;
  const config = { port, host: '127.0.0.1', publicUrl, adminToken: new Secret(ADMIN_TOKEN) };
  const gateway = await startGateway({ ...shared, config }).catch(async (error: unknown) => {
    await closeRest();
    throw error;
  });
  const others: RunningGateway[] = [];
  const admin = client(`${gateway.url}/admin/v1`, ADMIN_TOKEN, 'application/json');
  return {
    url: gateway.url,
    database,
    log,
    clock,
    admin,
    gateway,
    directory: (options) => newDirectory(gateway.url, admin, options),
    stopProjector: () => projector.stop(),
    secondGateway: async () => {
      const health = new HealthChecks();
      const metrics = createMetrics({ processMetrics: false });
      const other = await startGateway({ ...shared, health, metrics, config: { ...config, port: 0 } });
      others.push(other);
      return other;
    },
    close: async () => {
      await Promise.all([gateway, ...others].map((each) => each.stop()));
      await closeRest();
    },
  };
};

const newDirectory = async (url: string, admin: Client, options: DirectoryOptions = {}): Promise<TestDirectory> => {
  directories += 1;
  const { provider = 'generic', settings } = options;
  const answer = await admin.post('/directories', {
    name: `directory ${directories}`,
    provider,
    ...(settings && { settings }),
  });
  if (answer.status !== 201) throw new Error(`no directory: ${answer.status} ${answer.text}`);
  const { id, name, token } = answer.body as { id: string; name: string; token: string };
  return { id, name, token, scim: client(`${url}/scim/v2`, token, 'application/scim+json') };
};
