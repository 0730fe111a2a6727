import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/**
 * How the server's programs are started. PostgreSQL refuses to run as root, so root lends it another user.
 *   self      not root: as ourselves
 *   other     as another user; `prefix` is the program that switches, when Node alone cannot give the rights needed
 *   namespace inside a user namespace, where root's own files are those of another user
 */
export type ServerUser =
  | { readonly is: 'self'; readonly prefix: readonly string[] }
  | { readonly is: 'other'; readonly uid: number; readonly gid: number; readonly prefix: readonly string[] }
  | { readonly is: 'namespace'; readonly prefix: readonly string[] };

type Account = { readonly uid: number; readonly gid: number };

const NOBODY = 65_534;

/** @param paths what the server must reach: its programs and its data. Directories that may not exist yet are fine. */
export function chooseServerUser(dataDir: string, paths: readonly string[]): ServerUser {
  if (process.geteuid?.() !== 0) return { is: 'self', prefix: ownPrefix() };
  const account = accountFor(dataDir);
  if (paths.every((path) => canReach(path, account))) return { is: 'other', ...account, prefix: [] };
  const switching = [
    // Without this bit access(2), which PostgreSQL asks about its own programs, goes by the bare user, not by the right.
    '--securebits=+no_setuid_fixup',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ];
  if (works('setpriv', switching)) return { is: 'other', ...account, prefix: ['setpriv', ...switching] };
  const mapping = namespaceArguments();
  if (works('unshare', mapping)) return { is: 'namespace', prefix: ['unshare', ...mapping] };
  throw new EmbeddedPostgresError(
    'CANNOT_RUN_AS_ROOT',
    `PostgreSQL does not run as root, and user ${account.uid} may not reach ${paths.find((path) => !canReach(path, account))}: ` +
      'start as another user, move the directory, or install setpriv (util-linux).',
  );
}

/** initdb wants its user to have a name; a container may run us under a bare number. */
function ownPrefix(): readonly string[] {
  const uid = process.geteuid?.() ?? 0;
  if (process.platform !== 'linux' || accounts().some((account) => account.uid === uid)) return [];
  return works('unshare', namespaceArguments()) ? ['unshare', ...namespaceArguments()] : [];
}

function namespaceArguments(): readonly string[] {
  return ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
}

/** Whoever owns the data or the directory it will be in, unless that is root, so that they may later run it themselves. */
function accountFor(dataDir: string): Account {
  const known = accounts();
  const owner = [dataDir, nearestExisting(dirname(dataDir))]
    .filter((path) => existsSync(path))
    .map((path) => statSync(path))
    .find((stat) => stat.uid !== 0 && known.some((account) => account.uid === stat.uid));
  if (owner) return { uid: owner.uid, gid: owner.gid };
  return known.find((account) => account.uid === NOBODY) ?? { uid: NOBODY, gid: NOBODY };
}

function accounts(): readonly Account[] {
  const text = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '';
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map((fields) => ({ uid: Number(fields[2]), gid: Number(fields[3]) }));
}

/** By the permission bits of every directory on the way. */
function canReach(path: string, account: Account): boolean {
  for (let folder = nearestExisting(path); ; folder = dirname(folder)) {
    const stat = statSync(folder);
    const isOwner = stat.uid === account.uid;
    const needed = isOwner ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001;
    if ((stat.mode & needed) === 0) return false;
    if (dirname(folder) === folder) return true;
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function works(program: string, words: readonly string[]): boolean {
  try {
    execFileSync(program, [...words, 'true'], { stdio: 'ignore', timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
}
