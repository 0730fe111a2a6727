import { randomBytes } from 'node:crypto';
import type { Database } from '#persistence';
import { freePort, killServices, type Service, startService, testDatabase, testKafka } from '#testing';
import { adminClient, type Client, client, createDirectory } from '../../../../test/e2e/clients.js';

/** A directory of its own for a few behaviours, with the settings they need. */
export type ScimDirectory = {
  readonly id: string;
  readonly token: string;
  /** Base URL without a trailing slash. */
  readonly base: string;
  readonly scim: Client;
};

/** The standalone service that the behaviours are shown on, over HTTP only. */
export type Ground = {
  readonly log: 'postgres' | 'kafka';
  origin(): string;
  admin(): Client;
  /** The service's own, for what can be counted nowhere else. */
  database(): Database;
  /** A fresh, empty directory. `settings` change single settings of the provider's preset. */
  directory(settings?: Readonly<Record<string, unknown>>, provider?: string): Promise<ScimDirectory>;
};

let directories = 0;

/** Starts the service before the tests of this file and ends it after them. */
export const groundFor = (log: 'postgres' | 'kafka'): Ground => {
  const adminToken = randomBytes(24).toString('base64url');
  let service: Service;
  let database: Awaited<ReturnType<typeof testDatabase>>;

  beforeAll(async () => {
    database = await testDatabase();
    // Links in answers begin with the configured address, so the port has to be known before.
    const port = String(await freePort());
    service = await startService('standalone', {
      DATABASE_URL: database.url,
      PORT: port,
      ROLLCALL_PUBLIC_URL: `http://127.0.0.1:${port}`,
      ROLLCALL_LOG: log,
      ROLLCALL_DATA_DIR: `.cache/conformance-${log}-${process.pid}`,
      ROLLCALL_ADMIN_TOKEN: adminToken,
      ROLLCALL_MASTER_KEY: randomBytes(32).toString('base64'),
      ...(log === 'kafka' && {
        KAFKA_BROKERS: testKafka()?.brokers ?? '',
        KAFKA_TOPIC_PREFIX: `conformance-${randomBytes(4).toString('hex')}.`,
      }),
    });
  }, 90_000);

  afterAll(async () => {
    await service?.kill('SIGTERM');
    await killServices();
    await database?.drop();
  }, 60_000);

  const admin = (): Client => adminClient(service.url, adminToken);
  return {
    log,
    origin: () => service.url,
    admin,
    database: () => database.database,
    directory: async (settings, provider = 'generic') => {
      const name = `conformance-${++directories}`;
      const { id, token } = await createDirectory(service.url, adminToken, name, provider);
      if (settings) {
        const { status, body } = await admin().request('PATCH', `/directories/${id}/settings`, settings);
        if (status !== 200) throw new Error(`The settings were refused: ${JSON.stringify(body)}`);
      }
      const base = `${service.url}/scim/v2`;
      return { id, token, base, scim: client(base, token, 'application/scim+json') };
    },
  };
};
