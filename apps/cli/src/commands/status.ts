import type { Command } from 'commander';
import { type MakeContext, when } from '../context.js';

type Partition = {
  readonly partition: number;
  readonly end: number;
  readonly judged: number;
  readonly published: number;
  readonly ingested: number | null;
  readonly lagMs: number;
};

type Status = {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
  readonly gateway: { readonly inFlight: number };
  readonly generation: string;
  readonly directories: { readonly total: number; readonly disabled: number };
  readonly resources: { readonly users: number; readonly groups: number; readonly parked: number };
  readonly publishing: { readonly waiting: number };
  readonly partitions: readonly Partition[];
  readonly sync: {
    readonly targets: number;
    readonly waiting: number;
    readonly parked: number;
    readonly conflict: number;
    readonly poisoned: number;
    readonly oldestWaitingAt: number | null;
  };
};

const behind = (partitions: readonly Partition[], of: (partition: Partition) => number): number =>
  partitions.reduce((sum, partition) => sum + Math.max(0, of(partition)), 0);

const describe = ({ checks, gateway, directories, resources, partitions, sync, ...status }: Status): string => {
  const failing = Object.entries(checks).filter(([, outcome]) => outcome !== 'ok');
  const lagMs = Math.max(0, ...partitions.map((partition) => partition.lagMs));
  const waiting = sync.oldestWaitingAt === null ? '' : `, the oldest since ${when(sync.oldestWaitingAt)}`;
  return [
    `ready        ${status.ready ? 'yes' : failing.map(([name, outcome]) => `no: ${name} ${outcome}`).join('; ')}`,
    `directories  ${directories.total}, of which disabled ${directories.disabled}`,
    `resources    ${resources.users} users, ${resources.groups} groups, ${resources.parked} parked (generation ${status.generation})`,
    `gateway      ${gateway.inFlight} writes in flight`,
    `journal      ${behind(partitions, ({ end }) => end)} records in ${partitions.length} used partitions`,
    `projector    ${behind(partitions, ({ end, judged }) => end - judged)} records behind, ${lagMs} ms`,
    `publisher    ${status.publishing.waiting} events behind`,
    `sync         ${behind(partitions, ({ published, ingested }) => published - (ingested ?? 0))} records behind, ${sync.poisoned} unreadable`,
    `targets      ${sync.targets}: ${sync.waiting} changes waiting${waiting}; ${sync.parked} parked, ${sync.conflict} in conflict`,
  ].join('\n');
};

export const statusCommand = (program: Command, context: MakeContext): void => {
  program
    .command('status')
    .description('the whole installation on one screen; exit code 1 when a write would not be answered')
    .action(async () => {
      const { admin, output } = await context();
      const status = await admin.call<Status>('GET', '/status');
      output.value(status, describe);
      if (!status.ready) process.exitCode = 1;
    });
};
