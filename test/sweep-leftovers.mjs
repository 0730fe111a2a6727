import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes the databases of test runs that were killed: they lie in memory, and their servers may still run. */
export async function sweepLeftovers(parent, prefix) {
  const { isAlive } = await import('../libs/persistence/embedded/processes.ts');
  const { clearLeftover } = await import('../libs/persistence/embedded/postmaster.ts');
  const names = await readdir(parent);
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const dataDir = join(parent, name);
    const owner = await readFile(join(dataDir, 'owner'), 'utf8').catch(() => undefined);
    if (owner === undefined || isAlive(JSON.parse(owner).pid)) continue;
    await clearLeftover(join(dataDir, 'cluster'));
    await rm(dataDir, { recursive: true, force: true });
  }
}
