import { Command, CommanderError } from 'commander';
import { directoriesCommand } from './commands/directories.js';
import { historyCommand } from './commands/history.js';
import { parkedCommand } from './commands/parked.js';
import { schemasCommand } from './commands/schemas.js';
import { statusCommand } from './commands/status.js';
import { targetsCommand } from './commands/targets.js';
import { tokensCommand } from './commands/tokens.js';
import { contextOf } from './context.js';
import { Failure } from './failure.js';

const misuse = 2;

const program = new Command('rollcall')
  .description('Operate Rollcall: directories, tokens, targets, and what became of every change.')
  .option('--json', 'print JSON instead of text')
  .showHelpAfterError()
  .exitOverride()
  .addHelpText(
    'after',
    '\nTalks to the Rollcall that ROLLCALL_URL and ROLLCALL_ADMIN_TOKEN name, else to the one that "npm start" runs here, found\n' +
      'by its data directory (ROLLCALL_DATA_DIR, .rollcall). Exit codes: 0 done, 1 refused or failed, 2 misuse.\n' +
      'With --json a failure is JSON on standard error: {"error", "status", "problems"}.',
  );

const wantsJson = (): boolean => program.opts<{ json?: boolean }>().json === true;
const context = () => contextOf(wantsJson());

for (const add of [
  directoriesCommand,
  tokensCommand,
  targetsCommand,
  schemasCommand,
  statusCommand,
  historyCommand,
  parkedCommand,
]) {
  add(program, context);
}

/** `--json` may stand anywhere, as people write it last; commander knows it on the program only. */
const argumentsOf = (argv: readonly string[]): string[] =>
  argv.includes('--json') ? ['--json', ...argv.filter((argument) => argument !== '--json')] : [...argv];

/** Whoever reads our output may stop reading, as `head` does. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await program.parseAsync(argumentsOf(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : misuse;
  } else if (error instanceof Failure) {
    const { message, refusal } = error;
    process.stderr.write(`${wantsJson() ? JSON.stringify({ error: message, ...refusal }) : message}\n`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
