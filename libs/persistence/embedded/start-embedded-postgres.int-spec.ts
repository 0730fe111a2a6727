import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '#testing';
import type { Database } from '../database.js';
import { openDatabase } from '../open-database.js';
import { isAlive } from './processes.js';
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start-embedded-postgres.js';

const running: { stop(): Promise<void> }[] = [];
let home: string;

/** Mode 0700, as mkdtemp makes it: when the tests run as root, the server's user may not pass through. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'rollcall-embedded-'));
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function start(options: EmbeddedPostgresOptions) {
  const server = await startEmbeddedPostgres({ durable: false, ...options });
  running.push(server);
  return server;
}

async function using<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url, applicationName: 'test', poolSize: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const refusalOf = (dataDir: string): Promise<unknown> =>
  start({ dataDir }).then(
    () => undefined,
    (error: unknown) => error,
  );

const serverIn = async (dataDir: string): Promise<number> =>
  Number.parseInt(await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8'), 10);

describe('the embedded PostgreSQL', () => {
  it('starts on an empty directory, keeps what it stored, and is durable unless told otherwise', async () => {
    const dataDir = join(home, 'kept', 'deeper');
    const first = await start({ dataDir, durable: true });
    expect(new URL(first.url)).toMatchObject({ protocol: 'postgres:', hostname: '127.0.0.1', pathname: '/rollcall' });
    await using(first.url, async (database) => {
      const settings = [
        'fsync',
        'full_page_writes',
        'synchronous_commit',
        'jit',
        'listen_addresses',
        'server_encoding',
      ];
      const rows = await database.query('select setting from pg_settings where name = any($1) order by name', [
        settings,
      ]);
      expect(rows.map((row) => row['setting'])).toEqual(['on', 'on', 'off', '127.0.0.1', 'UTF8', 'on']);
      await database.query('create table kept as select 7 as n');
    });
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start({ dataDir });
    expect(await using(second.url, (database) => database.query('select n from kept'))).toEqual([{ n: 7 }]);
  });

  it('lets nobody in without the password, which only its user may read', async () => {
    const dataDir = join(home, 'closed');
    const { url, port } = await start({ dataDir });
    for (const other of [`postgres://rollcall@127.0.0.1:${port}/rollcall`, url.replace(/:[^:@]+@/, ':wrong@')]) {
      await expect(openDatabase({ url: other, applicationName: 'test', poolSize: 1 })).rejects.toThrow();
    }
    expect((await stat(join(dataDir, 'cluster', 'rollcall.password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'cluster'))).mode & 0o777).toBe(0o700);
  });

  it('stops while clients are connected, and tells that it ended', async () => {
    const server = await start({ dataDir: join(home, 'closed') });
    const database = await openDatabase({ url: server.url, applicationName: 'test', poolSize: 1 });
    const waiting = database.query('select pg_sleep(30)').catch((error: { code?: string }) => error.code);
    await server.stop();
    await server.exited;
    expect(await waiting).toBe('57P01');
    await database.close();
  });

  it('is run by one process at a time', async () => {
    const dataDir = join(home, 'closed');
    await start({ dataDir });
    expect(await refusalOf(dataDir)).toMatchObject({
      code: 'ALREADY_RUNNING',
      message: `Process ${process.pid} already runs the database in ${dataDir}: stop it first, or use another data directory.`,
    });
  });

  it('starts again after its owner was killed, stopping the server left behind', async () => {
    const dataDir = join(home, 'closed');
    const orphan = await runInKilledProcess(dataDir);
    expect(isAlive(orphan)).toBe(true);
    const server = await start({ dataDir });
    expect(isAlive(orphan)).toBe(false);
    expect(server.pid).not.toBe(orphan);
    expect(await serverIn(dataDir)).toBe(server.pid);
  });

  it('starts again after it was killed itself, even when its process id now belongs to another program', async () => {
    const dataDir = join(home, 'closed');
    const server = await start({ dataDir });
    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    const left = await readFile(pidFile, 'utf8');
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    await server.stop();
    await writeFile(pidFile, left.replace(/^\d+/, String(process.ppid)));
    const again = await start({ dataDir });
    expect(await using(again.url, (database) => database.query('select 1 as one'))).toEqual([{ one: 1 }]);
  });

  it('begins anew when making its data directory was interrupted', async () => {
    const dataDir = join(home, 'interrupted');
    await mkdir(join(dataDir, 'cluster.new', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'cluster.new', 'PG_VERSION'), '18');
    await start({ dataDir });
    expect((await readdir(dataDir)).sort()).toEqual(['cluster', 'owner', 'server.log']);
  });

  it('refuses a directory that holds something else, and leaves it as it was', async () => {
    const dataDir = join(home, 'foreign');
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'thesis.txt'), 'x');
    expect(await refusalOf(dataDir)).toMatchObject({ code: 'DATA_DIRECTORY_FOREIGN' });
    expect(await readdir(dataDir)).toEqual(['thesis.txt']);
  });

  it('refuses data of another version, data that is not complete, and a place where no directory can be', async () => {
    const other = join(home, 'other');
    await cp(join(home, 'closed'), other, { recursive: true });
    await writeFile(join(other, 'cluster', 'PG_VERSION'), '15\n');
    expect(await refusalOf(other)).toMatchObject({ code: 'DATA_DIRECTORY_OF_OTHER_VERSION' });
    await rm(join(other, 'cluster', 'PG_VERSION'));
    expect(await refusalOf(other)).toMatchObject({ code: 'DATA_DIRECTORY_CORRUPT' });
    await writeFile(join(home, 'file'), 'x');
    expect(await refusalOf(join(home, 'file', 'below'))).toMatchObject({ code: 'DATA_DIRECTORY_NOT_USABLE' });
    expect(existsSync(join(other, 'owner'))).toBe(false);
  });

  it('refuses a port that is taken', async () => {
    const { port } = await start({ dataDir: join(home, 'closed') });
    await expect(start({ dataDir: join(home, 'interrupted'), port })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
  });
});

/** Starts the server from a process that is then killed, and gives the server's id. */
async function runInKilledProcess(dataDir: string): Promise<number> {
  const script = [
    `import { loadTypescript } from ${JSON.stringify(join(process.cwd(), 'test', 'load-typescript.mjs'))};`,
    'loadTypescript();',
    `const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'start-embedded-postgres.ts'))});`,
    `await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });`,
    'setInterval(() => undefined, 1000); process.stdout.write("started");',
  ].join('\n');
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await eventually(() => expect(parent.stdout.read()?.toString()).toBe('started'), { deadlineMs: 15_000 });
  const gone = new Promise((ended) => parent.once('exit', ended));
  parent.kill('SIGKILL');
  await gone;
  return serverIn(dataDir);
}
