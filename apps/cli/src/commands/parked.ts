import type { Command } from 'commander';
import { type MakeContext, segment } from '../context.js';

type Parked = {
  readonly directoryId: string;
  readonly type: string;
  readonly id: string;
  readonly partition: number;
  readonly fromOffset: number;
  readonly error: string;
  readonly waitingEvents: number;
};

const orders = [
  { verb: 'release', done: 'applied', about: 'apply what waited, in order' },
  { verb: 'skip', done: 'given up', about: 'give up what waited and go on without it' },
] as const;

export const parkedCommand = (program: Command, context: MakeContext): void => {
  const parked = program
    .command('parked')
    .description('users and groups whose events could not be applied and wait for a decision');

  parked
    .command('list')
    .description('list what is parked')
    .action(async () => {
      const { admin, output } = await context();
      const { parked: rows } = await admin.call<{ parked: Parked[] }>('GET', '/parked');
      output.table(
        rows,
        {
          type: (row) => row.type,
          id: (row) => row.id,
          directory: (row) => row.directoryId,
          since: (row) => `${row.partition}:${row.fromOffset}`,
          waiting: (row) => row.waitingEvents,
          error: (row) => row.error,
        },
        'Nothing is parked.',
      );
    });

  for (const { verb, done, about } of orders) {
    parked
      .command(`${verb} <directory> <type> <id>`)
      .description(about)
      .action(async (directory: string, type: string, id: string) => {
        const { admin, output } = await context();
        const path = [directory, type, id, verb].map(segment).join('/');
        output.value(
          await admin.call('POST', `/parked/${path}`),
          () => `What waited for ${type} ${id} is being ${done}; "rollcall parked list" shows whether it worked.`,
        );
      });
  }
};
