import type { Pool, PoolClient } from 'pg';
import { DataSource, type MixedList } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { withDeadline } from '#runtime';
import { type Connection, takeConnection, watchConnection } from './connections.js';
import type { Database, Queryable, Statement, Transaction } from './database.js';
import { listen } from './listen.js';
import { Notifier } from './notifier.js';
import { openSession } from './open-session.js';
import { PersistenceError } from './persistence-error.js';
import { CONNECT_TIMEOUT_MS, sessionSettings } from './session-settings.js';
import { TurnQueries } from './turn-queries.js';

export type DatabaseOptions = {
  /** `postgres://user:password@host:port/database`, with `?sslmode=` … as pg reads it. */
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly poolSize: number;
  /** Entity classes that TypeORM maps. */
  readonly entities?: MixedList<new () => object>;
};

/**
 * Opens a pool and makes sure that the database answers. No failure of a connection ends the process.
 * @throws the server's refusal (SQLSTATE in `code`) or the network's (errno in `code`).
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    logger: 'debug',
    poolErrorHandler: () => undefined,
    ...(options.entities ? { entities: options.entities } : {}),
    extra: { ...sessionSettings, onConnect: async (client: PoolClient) => watchConnection(client) },
  });
  await dataSource.initialize();
  return databaseOn(dataSource, options);
}

function databaseOn(dataSource: DataSource, options: DatabaseOptions): Database {
  const pool = (dataSource.driver as PostgresDriver).master as Pool;
  let closing: Promise<void> | undefined;
  const take = async (): Promise<Connection> => {
    if (closing !== undefined) throw new PersistenceError('DATABASE_CLOSED', 'The database was closed.');
    return takeConnection(pool);
  };
  const query = queryWith(take);
  // What was to be told is still sent while the pool is being closed.
  const notifier = new Notifier({ query: queryWith(() => takeConnection(pool)) });
  const target = { ...options, notifier };
  return {
    dataSource,
    query,
    brief: new TurnQueries(take),
    transaction: async (work) => inTransaction(await take(), work),
    listen: (channel, onMessage) => listen(target, channel, onMessage),
    openSession: (purpose) => openSession({ ...target, applicationName: `${options.applicationName} ${purpose}` }),
    notify: (channel, payload) => notifier.notify(channel, payload),
    isReachable: (timeoutMs) => answers(query('select 1'), timeoutMs),
    close: () => {
      closing ??= notifier.close().then(() => dataSource.destroy());
      return closing;
    },
  };
}

function queryWith(take: () => Promise<Connection>): Queryable['query'] {
  return async <Row>(statement: Statement | string, values?: readonly unknown[]) => {
    const connection = await take();
    try {
      return await connection.query<Row>(statement, values);
    } finally {
      connection.release(false);
    }
  };
}

async function inTransaction<T>(connection: Connection, work: (tx: Transaction) => Promise<T>): Promise<T> {
  let broken = true;
  const sent: Promise<unknown>[] = [];
  const track = <R>(statement: Promise<R>): Promise<R> => {
    statement.catch(() => undefined);
    sent.push(statement);
    return statement;
  };
  try {
    track(connection.command('begin'));
    const result = await work({
      query: (statement, values) => connection.query(statement, values),
      send: (statement, values) => {
        track(connection.query(statement, values));
      },
    });
    const ended = connection.command('commit');
    ended.catch(() => undefined);
    await Promise.all(sent);
    if ((await ended) !== 'COMMIT') {
      throw new PersistenceError('TRANSACTION_ABORTED', 'The transaction was rolled back: a statement in it failed.');
    }
    broken = false;
    return result;
  } catch (error) {
    broken = await connection.command('rollback').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    connection.release(broken);
  }
}

async function answers(attempt: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const late = () => new PersistenceError('CONNECTION_UNAVAILABLE', `No answer within ${timeoutMs} ms.`);
  return withDeadline(attempt, timeoutMs, late).then(
    () => true,
    () => false,
  );
}
