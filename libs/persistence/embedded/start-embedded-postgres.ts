import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { constants, setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { failureCode } from '../failure.js';
import { type Binaries, findBinaries } from './binaries.js';
import { clusterOf, inspectDataDirectory, prepareCluster, ROLE } from './data-directory.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { takeOwnership } from './owner-lock.js';
import { clearLeftover, stopServer } from './postmaster.js';
import { sendSignal } from './processes.js';
import { startProgram } from './run-program.js';
import { chooseServerUser, type ServerUser } from './server-user.js';
import { serverArguments } from './settings.js';

export type EmbeddedPostgres = {
  /** `postgres://…@127.0.0.1:<port>/rollcall`, with the password in it. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server process ends, whether by `stop` or not. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  readonly dataDir: string;
  /** 0, the default, picks a free one. */
  readonly port?: number;
  /** False only for databases that are thrown away. Default true. */
  readonly durable?: boolean;
};

/** Crash recovery of a large database takes its time; only a server that ended is given up before. */
const READY_TIMEOUT_MS = 300_000;
const LOG_LIMIT_BYTES = 10_000_000;
const PORT_ATTEMPTS = 3;

/**
 * Starts the PostgreSQL that npm installed, on a data directory of its own, and makes both when needed. A server left
 * behind by a process that was killed is stopped first. Works as root (the server then runs as another user).
 * @throws {EmbeddedPostgresError}
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const durable = options.durable ?? true;
  const binaries = await findBinaries();
  await inspectDataDirectory(dataDir);
  const release = await takeOwnership(dataDir);
  try {
    await clearLeftover(clusterOf(dataDir));
    const user = chooseServerUser(clusterOf(dataDir), [binaries.root, dataDir]);
    const password = await prepareCluster(dataDir, binaries, user, durable);
    const server = await startOnSomePort({ dataDir, binaries, user, password, durable }, options.port ?? 0);
    return { ...server, stop: () => server.stop().finally(release) };
  } catch (error) {
    await release();
    throw error;
  }
}

type Start = {
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly user: ServerUser;
  readonly password: string;
  readonly durable: boolean;
};

/** Between finding a free port and listening on it another program may take it: then once more with another. */
async function startOnSomePort(start: Start, wanted: number): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(wanted);
    try {
      return await startOn(start, port);
    } catch (error) {
      const isTaken = await freePort(port).then(
        () => false,
        () => true,
      );
      if (!isTaken || wanted !== 0 || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function startOn(start: Start, port: number): Promise<EmbeddedPostgres> {
  const log = join(start.dataDir, 'server.log');
  await rotate(log);
  const output = openSync(log, 'a', 0o600);
  const words = ['-D', clusterOf(start.dataDir), ...serverArguments({ port, durable: start.durable })];
  const child = startProgram(start.user, start.binaries.postgres, words, ['ignore', output, output]);
  closeSync(output);
  const exited = new Promise<void>((ended) => child.once('exit', () => ended()).once('error', () => ended()));
  const pid = child.pid ?? 0;
  if (pid > 0) giveWay(pid);
  const stopWithUs = () => sendSignal(pid, 'SIGINT');
  if (pid > 0) process.once('exit', stopWithUs);
  void exited.then(() => process.removeListener('exit', stopWithUs));
  const url = `postgres://${ROLE}:${encodeURIComponent(start.password)}@127.0.0.1:${port}/`;
  try {
    await untilReady(child, url, log);
  } catch (error) {
    if (pid > 0) await stopServer(pid);
    throw error;
  }
  return { url: `${url}${ROLE}`, port, pid, exited, stop: () => stop(pid, exited) };
}

/** The server's processes share what cores there are; the one thread they all wait for has the first claim on one. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Only slower.
  }
}

async function stop(pid: number, exited: Promise<void>): Promise<void> {
  await stopServer(pid);
  await exited;
}

/** Ready means: takes our password, and database `rollcall` is there. */
async function untilReady(child: ChildProcess, url: string, log: string): Promise<void> {
  const end = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < end) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) break;
    const failure = await createDatabase(`${url}postgres`);
    if (failure === undefined) return;
    if (failure === '28P01' || failure === '28000') {
      throw new EmbeddedPostgresError(
        'DATA_DIRECTORY_CORRUPT',
        `The stored password does not open the database: see ${log}.`,
      );
    }
    await sleep(20);
  }
  const said = lastWords(await readFile(log, 'utf8').catch(() => ''));
  throw new EmbeddedPostgresError('START_FAILED', `The database server did not start: ${said} (more in ${log}).`);
}

/** What the server gave as the reason of its end, else its last line. */
function lastWords(log: string): string {
  const lines = log.trim().split('\n');
  const reason = lines.findLast((line) => /\b(PANIC|FATAL):/.test(line)) ?? lines.at(-1) ?? '';
  return reason.replace(/^.*?\b(PANIC|FATAL): +/, '');
}

/** Nothing when the database is there now; else the code of what stood in the way. */
async function createDatabase(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [ROLE]);
    if (rowCount === 0) await client.query(`create database ${ROLE}`);
    return undefined;
  } catch (error) {
    return failureCode(error) ?? 'unknown';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(wanted: number): Promise<number> {
  return new Promise((found, fail) => {
    const server = createServer();
    server.once('error', (cause) => {
      fail(
        new EmbeddedPostgresError('PORT_TAKEN', `Port ${wanted} on 127.0.0.1 cannot be used: choose another one.`, {
          cause,
        }),
      );
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : wanted;
      server.close(() => found(port));
    });
  });
}

async function rotate(log: string): Promise<void> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(log, `${log}.old`);
}
