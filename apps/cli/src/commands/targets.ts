import { type Command, Option } from 'commander';
import { limit, type MakeContext, segment, when } from '../context.js';
import { Failure } from '../failure.js';
import { parseAssignments } from '../parse-assignments.js';

type Target = {
  readonly id: string;
  readonly name: string;
  readonly directoryId: string;
  readonly profile: string;
  readonly url: string;
  readonly state: string;
};
type TargetStatus = Target & {
  readonly sync: {
    readonly state: string;
    readonly links: number;
    readonly dirty: number;
    readonly parked: number;
    readonly conflict: number;
    readonly oldestDirtyAt: number | null;
    readonly lastSuccessAt: number | null;
    readonly lastError: string | null;
  } | null;
};
type Operation = {
  readonly at: number;
  readonly op: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly outcome: string;
  readonly requestId: string | null;
};

const maxTokenBytes = 16_384;

const tokenFromStdin = async (): Promise<string> => {
  if (process.stdin.isTTY) process.stderr.write('Paste the token of the product, then press Ctrl-D: ');
  let text = '';
  for await (const chunk of process.stdin) {
    text += chunk;
    if (text.length > maxTokenBytes)
      throw new Failure(`The token on standard input is longer than ${maxTokenBytes} bytes.`);
  }
  if (text.trim() === '')
    throw new Failure('There is no token on standard input: pipe it in, for example --token-stdin < token.');
  return text.trim();
};

const describe = ({ sync, ...target }: TargetStatus): string =>
  [
    `name       ${target.name}`,
    `id         ${target.id}`,
    `url        ${target.url} (${target.profile})`,
    `state      ${sync?.state ?? target.state}`,
    ...(sync
      ? [
          `links      ${sync.links}: ${sync.dirty} waiting, ${sync.parked} parked, ${sync.conflict} in conflict`,
          `oldest     ${when(sync.oldestDirtyAt) ?? 'nothing waits'}`,
          `last good  ${when(sync.lastSuccessAt) ?? 'never'}`,
          `last error ${sync.lastError ?? 'none'}`,
        ]
      : ['sync has not taken it up yet']),
  ].join('\n');

const orders = [
  { verb: 'pause', about: 'send nothing to the target until it is resumed; changes collect meanwhile' },
  { verb: 'resume', about: 'bring a paused target up to date again' },
  { verb: 'resync', about: 'compare everything in the target with what it should be' },
] as const;

export const targetsCommand = (program: Command, context: MakeContext): void => {
  const targets = program.command('targets').description('downstream products');

  targets
    .command('add <name>')
    .description('keep a downstream product in step with a directory')
    .requiredOption('--directory <directory>', 'whose people it gets, by name or id')
    .requiredOption('--url <url>', 'SCIM base URL of the product')
    .addOption(new Option('--profile <profile>', 'which habits to expect of the product').default('generic'))
    .option('--token-stdin', 'read the product’s bearer token from standard input')
    .option('--set <assignments...>', 'settings as name=value, for example ratePerSecond=10')
    .action(
      async (
        name: string,
        given: { directory: string; url: string; profile: string; tokenStdin?: true; set?: string[] },
      ) => {
        if (!given.tokenStdin)
          throw new Failure(
            'Give the product’s token with --token-stdin, never as an argument: others can read those.',
          );
        const token = await tokenFromStdin();
        const { admin, output } = await context();
        const { directory, url, profile } = given;
        const settings = parseAssignments(given.set ?? []);
        const added = await admin.call<Target>('POST', '/targets', { name, directory, url, profile, token, settings });
        output.value(
          added,
          (target) => `Target "${target.name}" is added. "rollcall targets status ${target.name}" shows how far it is.`,
        );
      },
    );

  targets
    .command('change <target>')
    .description('give a target another name, address, token or settings; a new token ends a quarantine')
    .option('--name <name>', 'another name')
    .option('--url <url>', 'another SCIM base URL')
    .option('--token-stdin', 'read another bearer token from standard input')
    .option('--set <assignments...>', 'settings as name=value; name= goes back to the profile')
    .action(async (target: string, given: { name?: string; url?: string; tokenStdin?: true; set?: string[] }) => {
      const token = given.tokenStdin ? await tokenFromStdin() : undefined;
      const { admin, output } = await context();
      const path = `/targets/${segment(target)}`;
      const changes = parseAssignments(given.set ?? []);
      const { settings: before } = await admin.call<{ settings: Record<string, unknown> }>('GET', path);
      const merged = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null);
      const { name, url } = given;
      const body = {
        ...(name !== undefined && { name }),
        ...(url !== undefined && { url }),
        ...(token !== undefined && { token }),
        ...(given.set && { settings: Object.fromEntries(merged) }),
      };
      if (Object.keys(body).length === 0)
        throw new Failure('Nothing to change: give --name, --url, --token-stdin or --set.');
      output.value(await admin.call<Target>('PATCH', path, body), (changed) => `Target "${changed.name}" is changed.`);
    });

  targets
    .command('list')
    .description('list all targets')
    .action(async () => {
      const { admin, output } = await context();
      const { targets: rows } = await admin.call<{ targets: TargetStatus[] }>('GET', '/targets');
      output.table(
        rows,
        {
          name: (row) => row.name,
          state: (row) => row.sync?.state ?? row.state,
          links: (row) => row.sync?.links,
          waiting: (row) => row.sync?.dirty,
          parked: (row) => row.sync?.parked,
          url: (row) => row.url,
          id: (row) => row.id,
        },
        'There is no target yet: "rollcall targets add" makes one.',
      );
    });

  targets
    .command('status <target>')
    .description('how far a target is, and its last requests')
    .option('--operations <n>', 'how many requests to show, up to 1000', limit, 10)
    .action(async (target: string, given: { operations: number }) => {
      const { admin, output } = await context();
      const status = await admin.call<TargetStatus>('GET', `/targets/${segment(target)}`);
      const { operations } = await admin.call<{ operations: Operation[] }>(
        'GET',
        `/targets/${segment(target)}/operations?limit=${given.operations}`,
      );
      output.value({ ...status, operations }, () => describe(status));
      if (process.argv.includes('--json') || operations.length === 0) return;
      output.value('', () => '');
      output.table(
        operations,
        {
          at: (row) => when(row.at),
          operation: (row) => row.op,
          request: (row) => `${row.method} ${row.path}`,
          status: (row) => row.status,
          outcome: (row) => row.outcome,
          'request id': (row) => row.requestId,
        },
        '',
      );
    });

  for (const { verb, about } of orders) {
    targets
      .command(`${verb} <target>`)
      .description(about)
      .action(async (target: string) => {
        const { admin, output } = await context();
        const changed = await admin.call<Target>('POST', `/targets/${segment(target)}/${verb}`);
        output.value(
          changed,
          ({ name, state }) => `Target "${name}" is ${verb === 'resync' ? 'being compared' : state}.`,
        );
      });
  }

  targets
    .command('remove <target>')
    .description('forget a target; its accounts stay as they are')
    .action(async (target: string) => {
      const { admin, output } = await context();
      await admin.call('DELETE', `/targets/${segment(target)}`);
      output.value({ target, state: 'removed' }, () => `Target "${target}" is removed. Its accounts stay as they are.`);
    });
};
