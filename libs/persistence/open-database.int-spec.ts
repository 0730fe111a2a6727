import { eventually, type TestDatabase, testDatabase } from '#testing';
import type { Database } from './database.js';
import { isTransient, isWithoutEffect } from './failure.js';
import { openDatabase } from './open-database.js';
import { PersistenceError } from './persistence-error.js';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await testDatabase();
  database = test.database;
  await database.query('create table note (id bigint primary key, text text, at timestamptz default now())');
});
afterAll(() => test.drop());
beforeEach(async () => {
  await database.query('truncate note');
});

const failureOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(() => undefined).catch((error) => error);
const endBackends = (name: string) =>
  database.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [name]);

describe('a query', () => {
  it('gives bigint columns as numbers, also in arrays, and times as dates', async () => {
    const rows = await database.query('select 9007199254740991::bigint n, array[1, null]::bigint[] list, now() at');
    expect(rows).toEqual([{ n: Number.MAX_SAFE_INTEGER, list: [1, null], at: expect.any(Date) }]);
  });

  it('is prepared under its name when it is a statement', async () => {
    const one = await openDatabase({ url: test.url, applicationName: 'prepared', poolSize: 1 });
    await one.query({ name: 'add_one', text: 'select $1::int + 1 as n' }, [1]);
    expect(await one.query({ name: 'add_one', text: 'select $1::int + 1 as n' }, [2])).toEqual([{ n: 3 }]);
    expect(await one.query('select name from pg_prepared_statements')).toEqual([{ name: 'add_one' }]);
    await one.close();
  });

  it('runs in a session that gives up on what takes too long', async () => {
    const settings = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
    const rows = await database.query('select name, setting from pg_settings where name = any($1) order by name', [
      settings,
    ]);
    expect(rows.map((row) => row['setting'])).toEqual(['5000', '10000', '10000']);
  });

  it('is refused after the database was closed', async () => {
    const closed = await openDatabase({ url: test.url, applicationName: 'closed', poolSize: 1 });
    await closed.close();
    await closed.close();
    expect(await failureOf(closed.query('select 1'))).toMatchObject({ code: 'DATABASE_CLOSED' });
  });
});

describe('a transaction', () => {
  it('keeps all of its work or none', async () => {
    await database.transaction((tx) => tx.query('insert into note (id) values (1)'));
    const failure = await failureOf(
      database.transaction(async (tx) => {
        await tx.query('insert into note (id) values (2)');
        throw new Error('changed my mind');
      }),
    );
    expect(failure).toEqual(new Error('changed my mind'));
    expect(await database.query('select id from note')).toEqual([{ id: 1 }]);
  });

  it('does not pass for committed when its work hid a failed statement', async () => {
    const failure = await failureOf(
      database.transaction(async (tx) => {
        await tx.query('insert into note (id) values (1)');
        await tx.query('select 1 / 0').catch(() => undefined);
      }),
    );
    expect(failure).toMatchObject({ code: 'TRANSACTION_ABORTED' });
    expect(await database.query('select from note')).toHaveLength(0);
  });

  it('says that it is not known to have failed when its connection is lost', async () => {
    const doomed = await openDatabase({ url: test.url, applicationName: 'doomed', poolSize: 1 });
    const waiting = failureOf(doomed.transaction((tx) => tx.query('select pg_sleep(9)')));
    await eventually(async () => {
      const rows = await database.query(
        `select from pg_stat_activity where application_name = 'doomed' and query like '%pg_sleep(9)%'`,
      );
      expect(rows).toHaveLength(1);
    });
    await endBackends('doomed');
    const failure = await waiting;
    expect([isTransient(failure), isWithoutEffect(failure)]).toEqual([true, false]);
    expect(await doomed.query('select 1 as one')).toEqual([{ one: 1 }]);
    await doomed.close();
  });
});

describe('a lost connection', () => {
  it('that nobody was using is replaced without a failure', async () => {
    const idle = await openDatabase({ url: test.url, applicationName: 'idle', poolSize: 2 });
    await Promise.all([idle.query('select pg_sleep(0.02)'), idle.query('select pg_sleep(0.02)')]);
    await endBackends('idle');
    await eventually(async () => expect(await idle.query('select 1 as one')).toEqual([{ one: 1 }]));
    expect(await idle.isReachable(1_000)).toBe(true);
    await idle.close();
  });
});

describe('opening', () => {
  it('fails with what the server or the network said', async () => {
    const absent = test.url.replace(/\/[^/]*$/, '/no_such_database');
    const open = (url: string) => failureOf(openDatabase({ url, applicationName: 'test', poolSize: 1 }));
    expect(await open(absent)).toMatchObject({ code: '3D000' });
    expect(await open('postgres://a:b@127.0.0.1:1/x')).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('knows which failures had no effect', () => {
    expect(isWithoutEffect(new PersistenceError('CONNECTION_UNAVAILABLE', 'x'))).toBe(true);
    expect(isWithoutEffect(new PersistenceError('CONNECTION_LOST', 'x'))).toBe(false);
    expect(isWithoutEffect(Object.assign(new Error('x'), { code: '23505' }))).toBe(true);
    expect(isWithoutEffect(new TypeError('x'))).toBe(false);
  });
});
