// Prepares the checkout, then becomes the named program. On Node 24 in this process; on an older Node, which is there
// only before the first install has put Node 24 on npm's path, in a child that gets every signal.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, node24, root } from './prepare.mjs';

export const runApp = async (entry) => {
  ensureInstalled();
  ensureBuilt();
  const file = join(root, 'dist', entry);
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    await import(pathToFileURL(file).href);
    return;
  }
  const child = spawn(node24, [...process.execArgv, file, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
};
