import { randomBytes } from 'node:crypto';
import { type Database, openDatabase, quoteIdentifier } from '#persistence';
import { migrateReadModel } from '#read-model';

export type TestDatabase = {
  readonly database: Database;
  readonly url: string;
  /** Closes `database` and drops it, whatever else is still connected. */
  drop(): Promise<void>;
};

/**
 * A database of one test file: a copy of one that has the read model's schemas (`core` and `rm_1`) migrated, empty of
 * rows. The first caller of a run makes the template; the others wait for it.
 */
export async function testDatabase(options: { readonly poolSize?: number } = {}): Promise<TestDatabase> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  const template = process.env['TEST_DATABASE_TEMPLATE'];
  if (!serverUrl || !template) throw new Error('There is no test database: run Jest with test/global-setup.mjs.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, async (server) => {
    await server.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
    const made = await server.query('select from pg_database where datname = $1', [template]);
    if (made.length === 0) await makeTemplate(server, serverUrl, template);
    await server.query(`create database ${quoteIdentifier(name)} template ${template} strategy file_copy`);
  });
  const url = urlOf(serverUrl, name);
  const database = await openDatabase({ url, applicationName: 'test', poolSize: options.poolSize ?? 4 });
  return {
    database,
    url,
    drop: async () => {
      await database.close();
      await onServer(serverUrl, (server) => server.query(`drop database ${quoteIdentifier(name)} with (force)`));
    },
  };
}

async function makeTemplate(server: Database, serverUrl: string, template: string): Promise<void> {
  const draft = `${template}_draft`;
  await server.query(`drop database if exists ${draft} with (force)`);
  await server.query(`create database ${draft}`);
  await onServer(urlOf(serverUrl, draft), migrateReadModel);
  await server.query(`alter database ${draft} rename to ${template}`);
}

/** On one connection, which keeps its locks until the end of `work`. */
async function onServer<T>(url: string, work: (server: Database) => Promise<T>): Promise<T> {
  const server = await openDatabase({ url, applicationName: 'test server', poolSize: 1 });
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

function urlOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
