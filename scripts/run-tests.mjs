// `npm test`: prepares the checkout, then runs Jest on Node 24 with the arguments given. Only Node's own modules.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, node24, root } from './steps/prepare.mjs';

ensureInstalled();
ensureBuilt();

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
// A failed test may leave something running that would keep Jest waiting for ever.
const child = spawn(node24, [...flags, jest, '--forceExit', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${flags.join(' ')}`.trim() },
});
// A terminal sends Ctrl-C to Jest as well; a supervisor's signal reaches only us.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
