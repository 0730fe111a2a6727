import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { commandLineOf, isAlive, sendSignal, untilGone, untilReaped } from './processes.js';

const FAST_STOP_MS = 10_000;
const IMMEDIATE_STOP_MS = 5_000;
const REAPED_MS = 10_000;

/**
 * Makes way for a new server on `cluster`, whose owner is known to be dead: a server it left behind is stopped. A
 * `postmaster.pid` whose id now belongs to another program is removed, as PostgreSQL would refuse to start; any other
 * is left to PostgreSQL, which checks for leftover shared memory with it.
 */
export async function clearLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (!isAlive(pid)) return untilReaped(pid, REAPED_MS);
  if (!isServerOf(cluster, pid)) return rm(pidFile, { force: true });
  if (!(await stopServer(pid))) {
    throw new EmbeddedPostgresError('ALREADY_RUNNING', `The server left behind as process ${pid} does not stop.`);
  }
}

/** Fast shutdown (open transactions roll back), then an immediate one, then the end. True once it is gone. */
export async function stopServer(pid: number): Promise<boolean> {
  sendSignal(pid, 'SIGINT');
  if (await untilGone(pid, FAST_STOP_MS)) return true;
  sendSignal(pid, 'SIGQUIT');
  if (await untilGone(pid, IMMEDIATE_STOP_MS)) return true;
  sendSignal(pid, 'SIGKILL');
  return untilGone(pid, IMMEDIATE_STOP_MS);
}

function isServerOf(cluster: string, pid: number): boolean {
  const words = commandLineOf(pid);
  return words?.includes('postgres') === true && words.includes(` ${cluster} `);
}
