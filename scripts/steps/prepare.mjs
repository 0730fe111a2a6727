// What every entry script needs before the program can run. Only Node's own modules: nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const node24 = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const built = join(root, 'dist', '.built');
const sources = ['apps', 'libs', 'bench', 'examples'];

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

const run = (command, args, what) => {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  console.error(`${what} failed${error ? `: ${error.message}` : ` with exit code ${status}`}.`);
  process.exit(1);
};

/** Runs `npm ci` when node_modules is missing or older than the lock file. */
export const ensureInstalled = () => {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (modified(installed) >= modified(join(root, 'package-lock.json')) && existsSync(node24)) return;
  console.error('Installing dependencies (npm ci) …');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci');
  const now = new Date();
  utimesSync(installed, now, now);
};

const newest = (folder) => {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) latest = Math.max(latest, modified(join(entry.parentPath ?? entry.path, entry.name)));
  }
  return latest;
};

/** Compiles the sources into dist/ when any of them is newer than the last build. */
export const ensureBuilt = ({ force = false } = {}) => {
  const present = sources.filter((folder) => existsSync(join(root, folder)));
  const latest = Math.max(...present.map((folder) => newest(join(root, folder))), modified(join(root, '.swcrc')));
  if (!force && modified(built) >= latest) return;
  console.error('Building …');
  const next = `dist.${process.pid}`;
  run(
    node24,
    [join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js'), ...present, '-d', next, '--quiet'],
    'The build',
  );
  writeFileSync(join(root, next, '.built'), '');
  // Built aside and moved into place, so that a process that is just starting never sees half a build.
  rmSync(join(root, `${next}.old`), { recursive: true, force: true });
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), join(root, `${next}.old`));
  renameSync(join(root, next), join(root, 'dist'));
  rmSync(join(root, `${next}.old`), { recursive: true, force: true });
};
