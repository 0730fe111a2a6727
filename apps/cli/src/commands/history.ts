import type { Command } from 'commander';
import { limit, type MakeContext, segment, when } from '../context.js';

export type HistoryEvent = {
  /** `partition:offset:index` on the journal. */
  readonly position: string;
  readonly type: string;
  readonly version: number;
  readonly time: number;
  readonly changed?: readonly string[];
  readonly members?: number;
  readonly actor: { readonly kind: string; readonly tokenId?: string };
  readonly requestId: string;
};

export const historyCommand = (program: Command, context: MakeContext): void => {
  program
    .command('history <directory> <resource-id>')
    .description(
      'every accepted event of a user or group, newest first: who, what, when, and where it stands on the journal',
    )
    .option('--limit <n>', 'how many events at the most, up to 1000', limit, 100)
    .action(async (directory: string, resource: string, given: { limit: number }) => {
      const { admin, output } = await context();
      const path = `/directories/${segment(directory)}/resources/${segment(resource)}/history?limit=${given.limit}`;
      const { events } = await admin.call<{ events: HistoryEvent[] }>('GET', path);
      output.table(
        events,
        {
          time: (event) => when(event.time),
          type: (event) => event.type,
          version: (event) => event.version,
          changed: (event) => event.changed?.join(', ') ?? (event.members && `${event.members} members`),
          actor: (event) => (event.actor.tokenId ? `token ${event.actor.tokenId}` : event.actor.kind),
          position: (event) => event.position,
          'request id': (event) => event.requestId,
        },
        'Nothing was ever accepted about this id in this directory.',
      );
    });
};
