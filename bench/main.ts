import { Command, InvalidArgumentError, Option } from 'commander';
import { runKills } from './kills/run-kills.js';
import { runFilters } from './run-filters.js';
import { runLoad } from './run-load.js';
import { workloads } from './workloads/index.js';

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('give a whole number of at least 1.');
  return value;
};

const log = () =>
  new Option('--log <log>', 'which log the service runs on').choices(['postgres', 'kafka']).default('postgres');

const program = new Command('bench')
  .description(
    'Measures Rollcall with client, services, database and broker on this machine: first the raw floor (append, projector\n' +
      'transaction, notify, without HTTP), then the service. Afterwards every acknowledged write is looked for: there, once.',
  )
  .showHelpAfterError();

program
  .command('load', { isDefault: true })
  .description('requests per second and latencies of workloads')
  .addOption(log())
  .option(
    '--workload <names>',
    `comma-separated: ${workloads.map(({ name }) => name).join(', ')}`,
    'create,get,filter,list',
  )
  .option('--clients <n>', 'clients that each wait for their answer', positive, 64)
  .option('--seconds <n>', 'length of each workload', positive, 10)
  .option('--users <n>', 'users in the directory before the first workload', positive, 1_000)
  .option('--no-floor', 'leave the raw floor out')
  .option('--json', 'print the figures as JSON')
  .action(runLoad);

program
  .command('kills')
  .description(
    'kill -9 of projector, gateway, sync and broker at random moments during writes; counts what was lost or doubled',
  )
  .option('--writes <n>', 'writes in all', positive, 10_000)
  .option('--kills <n>', 'kills in all', positive, 20)
  .option('--seed <n>', 'of the random moments', positive, 1)
  .action(runKills);

program
  .command('filters')
  .description('how long a filter takes from its text to SQL, and how soon a hostile one is refused')
  .action(runFilters);

await program.parseAsync();
