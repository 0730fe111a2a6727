import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Binaries, MAJOR_VERSION } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { runProgram } from './run-program.js';
import type { ServerUser } from './server-user.js';

export const ROLE = 'rollcall';

/*
 * <dataDir>/
 *   cluster/            PostgreSQL's own data directory, owned by the server's user
 *     rollcall.password the role's password, mode 0600
 *   cluster.new/        one being made; it becomes `cluster` in one step, so an interrupted start leaves nothing half made
 *   owner               the process that runs the server
 *   server.log, server.log.old
 */
const OURS = /^(cluster|cluster\.new|owner(\.[0-9a-f]+)?|server\.log(\.old)?|lost\+found)$/;
const INITDB_TIMEOUT_MS = 120_000;

export const clusterOf = (dataDir: string): string => join(dataDir, 'cluster');

/** Refuses whatever is not a data directory of ours, or is one we cannot run. Changes nothing but makes the directory. */
export async function inspectDataDirectory(dataDir: string): Promise<void> {
  const entries = await makeAndList(dataDir);
  const foreign = entries.find((entry) => !OURS.test(entry));
  if (foreign !== undefined) {
    throw new EmbeddedPostgresError(
      'DATA_DIRECTORY_FOREIGN',
      `${dataDir} holds ${JSON.stringify(foreign)}, which is not part of an embedded database: choose an empty directory.`,
    );
  }
  if (!entries.includes('cluster')) return;
  const version = await readFile(join(clusterOf(dataDir), 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() === '' || !existsSync(join(clusterOf(dataDir), 'global', 'pg_control'))) {
    throw new EmbeddedPostgresError(
      'DATA_DIRECTORY_CORRUPT',
      `${clusterOf(dataDir)} is not a complete PostgreSQL data directory: restore a backup of it, or move it away to start empty.`,
    );
  }
  if (version.trim() !== MAJOR_VERSION) {
    throw new EmbeddedPostgresError(
      'DATA_DIRECTORY_OF_OTHER_VERSION',
      `${clusterOf(dataDir)} was made by PostgreSQL ${version.trim()}, but this is PostgreSQL ${MAJOR_VERSION}: dump it there and restore it here.`,
    );
  }
}

/** Makes the cluster when there is none, and gives its password. */
export async function prepareCluster(
  dataDir: string,
  binaries: Binaries,
  user: ServerUser,
  durable: boolean,
): Promise<string> {
  const cluster = clusterOf(dataDir);
  if (!existsSync(cluster)) await makeCluster(dataDir, binaries, user, durable);
  if (user.is === 'other' && (await stat(cluster)).uid !== user.uid) await giveTo(user, cluster);
  const password = await readFile(passwordFile(cluster), 'utf8').catch(() => '');
  if (password !== '') return password;
  throw new EmbeddedPostgresError(
    'DATA_DIRECTORY_CORRUPT',
    `${passwordFile(cluster)} is missing or cannot be read: restore it from a backup of the data directory.`,
  );
}

async function makeCluster(dataDir: string, binaries: Binaries, user: ServerUser, durable: boolean): Promise<void> {
  const draft = `${clusterOf(dataDir)}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (user.is === 'other') await chown(draft, user.uid, user.gid);
  const words = ['-D', draft, '-U', ROLE, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  words.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions');
  if (!durable) words.push('--no-sync');
  const pwfile = join(dataDir, `owner.${randomBytes(6).toString('hex')}`);
  const password = randomBytes(24).toString('base64url');
  await writeFile(pwfile, password, { mode: 0o600 });
  if (user.is === 'other') await chown(pwfile, user.uid, user.gid);
  const result = await runProgram(user, binaries.initdb, [...words, `--pwfile=${pwfile}`], INITDB_TIMEOUT_MS);
  await rm(pwfile, { force: true });
  if (result.failed) {
    await rm(draft, { recursive: true, force: true });
    throw new EmbeddedPostgresError('START_FAILED', `The database could not be created: ${lastLine(result.said)}`);
  }
  await writeFile(passwordFile(draft), password, { mode: 0o600 });
  if (user.is === 'other') await chown(passwordFile(draft), user.uid, user.gid);
  await rename(draft, clusterOf(dataDir));
}

async function makeAndList(dataDir: string): Promise<readonly string[]> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o711 });
    return await readdir(dataDir);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new EmbeddedPostgresError(
      'DATA_DIRECTORY_NOT_USABLE',
      `${dataDir} cannot be used as the data directory (${reason}): choose a directory that this user may write to.`,
      { cause },
    );
  }
}

/** A cluster that another user made, for instance before the whole service moved to root. Links are not followed. */
async function giveTo(user: { readonly uid: number; readonly gid: number }, path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return;
  await chown(path, user.uid, user.gid);
  if (!found.isDirectory()) return;
  await chmod(path, 0o700);
  for (const entry of await readdir(path)) await giveTo(user, join(path, entry));
}

function passwordFile(cluster: string): string {
  return join(cluster, 'rollcall.password');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
