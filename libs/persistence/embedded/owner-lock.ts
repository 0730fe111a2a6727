import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { isAlive, startOf } from './processes.js';

type Owner = { readonly pid: number; readonly start: string };

const ATTEMPTS = 5;

/*
 * File `owner` names the process that runs the server. It appears whole (a link to a finished file) and only once.
 *   absent -> taken by linking          owner alive -> ALREADY_RUNNING
 *   owner dead -> moved aside under a name of our own, checked again, removed -> absent
 */

/** Makes this process the only one that runs a server on `dataDir`. Gives the way to let go. */
export async function takeOwnership(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'owner');
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid) } satisfies Owner);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await createWhole(path, mine)) return () => rm(path, { force: true });
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    const owner = parseOwner(found);
    if (owner !== undefined && runs(owner)) throw alreadyRunning(dataDir, owner.pid);
    await moveAside(path, found);
  }
  throw new EmbeddedPostgresError('ALREADY_RUNNING', `Several processes are starting on ${dataDir} at the same time.`);
}

function alreadyRunning(dataDir: string, pid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'ALREADY_RUNNING',
    `Process ${pid} already runs the database in ${dataDir}: stop it first, or use another data directory.`,
  );
}

async function createWhole(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function moveAside(path: string, expected: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const isOther = (await readFile(aside, 'utf8')) !== expected;
  if (isOther) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function runs(owner: Owner): boolean {
  return isAlive(owner.pid) && (owner.start === '' || owner.start === startOf(owner.pid));
}

function parseOwner(text: string): Owner | undefined {
  try {
    const read = JSON.parse(text) as Partial<Owner>;
    return typeof read.pid === 'number' && typeof read.start === 'string'
      ? { pid: read.pid, start: read.start }
      : undefined;
  } catch {
    return undefined;
  }
}
