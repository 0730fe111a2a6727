import { randomBytes } from 'node:crypto';
import { type RunningGateway, startGateway } from '#app/gateway/src/start-gateway';
import { type ProjectorDependencies, type RunningProjector, startProjector } from '#app/projector/src/start-projector';
import { JOURNAL_TOPIC } from '#journal';
import { LIFECYCLE_TOPIC } from '#lifecycle';
import type { Log } from '#log';
import { type MemoryLog, openMemoryLog } from '#log/memory';
import type { Database } from '#persistence';
import { masterKeyCheck, masterKeyFrom, SubjectKeys } from '#privacy';
import { bindInstallation } from '#read-model';
import { type Clock, createLogger, createMetrics, delay, HealthChecks, Secret } from '#runtime';
import { eventually, type TestDatabase, testDatabase } from '#testing';
import { type Client, createDirectory, scimClient } from '../e2e/clients.js';
import { type ShiftedClock, shiftedClock } from './shifted-clock.js';

export const PARTITIONS = 2;
/** A gateway looks at log and database twice a second; what it has not seen for 3 s counts as out of reach. */
const LOOK_AGAIN_MS = 700;

export type GatewayParts = { readonly log?: Log; readonly database?: Database; readonly clock?: Clock };

export type Gateway = { readonly url: string; readonly health: HealthChecks; stop(): Promise<void> };

export type Directory = { readonly id: string; readonly scim: Client; through(gateway: Gateway): Client };

/** Gateways and projectors as they really are, on one database and one log in memory, each with parts that can fail. */
export type Stage = {
  readonly database: Database;
  readonly url: string;
  readonly log: MemoryLog;
  /** Of the log and of everybody, unless a part was given its own. */
  readonly clock: ShiftedClock;
  readonly subjectKeys: SubjectKeys;
  /** A second client of the same log. */
  logClient(): MemoryLog;
  gateway(parts?: GatewayParts): Promise<Gateway>;
  projector(parts?: Partial<ProjectorDependencies>): Promise<RunningProjector>;
  /** Puts the clock forward or back, and waits until the gateways have looked at their surroundings again. */
  shift(ms: number): Promise<void>;
  /** A new directory, driven through the first gateway. */
  directory(): Promise<Directory>;
  end(): Promise<void>;
};

/** `from`: goes on with a database and a log that another stage has left. */
export const openStage = async (
  from: { readonly database?: TestDatabase; readonly log?: MemoryLog; readonly masterSecret?: string } = {},
): Promise<Stage> => {
  const { database, url, drop } = from.database ?? (await testDatabase({ poolSize: 12 }));
  const clock = shiftedClock();
  const log = from.log ?? openMemoryLog({ clock });
  const master = masterKeyFrom(new Secret(from.masterSecret ?? randomBytes(32).toString('hex')));
  const subjectKeys = new SubjectKeys({ database, master });
  await log.create(JOURNAL_TOPIC, { partitions: PARTITIONS, time: 'append', retention: 'forever' });
  await log.create(LIFECYCLE_TOPIC, { partitions: PARTITIONS, time: 'producer', retention: 86_400_000 });
  const binding = {
    journalLogId: log.store.id,
    partitions: PARTITIONS,
    masterKeyCheck: masterKeyCheck(master),
    masterKeyName: 'the key',
  };
  expect(await bindInstallation(database, binding)).toEqual([]);
  const adminToken = randomBytes(24).toString('hex');
  const gateways: RunningGateway[] = [];
  const running: { stop(): Promise<void> }[] = [];
  const shared = () => ({
    database,
    log,
    clock,
    subjectKeys,
    masterKey: master,
    partitions: PARTITIONS,
    logger: createLogger({ app: 'test', level: process.env['TEST_LOG'] === '1' ? 'debug' : 'silent' }),
    metrics: createMetrics({ processMetrics: false }),
    health: new HealthChecks(),
  });
  return {
    database,
    url,
    log,
    clock,
    subjectKeys,
    logClient: () => openMemoryLog({ clock, store: log.store }),
    gateway: async (parts = {}) => {
      const options = { ...shared(), ...parts };
      const config = { port: 0, host: '127.0.0.1', publicUrl: 'http://scim.test', adminToken: new Secret(adminToken) };
      const gateway = await startGateway({ ...options, config });
      gateways.push(gateway);
      running.push(gateway);
      return { url: gateway.url, health: options.health, stop: () => gateway.stop() };
    },
    projector: async (parts = {}) => {
      const projector = await startProjector({ ...shared(), ...parts });
      running.push(projector);
      return projector;
    },
    shift: async (ms) => {
      clock.shift(ms);
      await delay(LOOK_AGAIN_MS);
    },
    directory: async () => {
      const name = `directory ${randomBytes(4).toString('hex')}`;
      const { id, token, scim } = await createDirectory(String(gateways[0]?.url), adminToken, name);
      await Promise.all(gateways.map(({ url }) => eventually(() => isLetIn(url, token))));
      return { id, scim, through: (gateway) => scimClient(gateway.url, token) };
    },
    end: async () => {
      for (const part of running.reverse()) await part.stop();
      await subjectKeys.close();
      await log.close();
      await drop();
    },
  };
};

const isLetIn = async (url: string, token: string): Promise<boolean> =>
  (await scimClient(url, token).request('GET', '/ServiceProviderConfig')).status !== 401;
