import { type Command, Option } from 'commander';
import { providerKinds } from '#scim';
import { type MakeContext, segment, when } from '../context.js';
import { parseAssignments } from '../parse-assignments.js';

type Directory = {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly state: string;
  readonly scimBaseUrl: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
};
type Created = Directory & { readonly token: string; readonly tokenId: string };
type Limit = { readonly name: string; readonly value: number; readonly default: number; readonly reason: string };
type Setting = {
  readonly name: string;
  readonly value: unknown;
  readonly preset: unknown;
  readonly values: readonly unknown[];
  readonly reason: string;
};

const describe = (directory: Directory): string =>
  [
    `name           ${directory.name}`,
    `id             ${directory.id}`,
    `provider       ${directory.provider}`,
    `state          ${directory.state}`,
    `SCIM base URL  ${directory.scimBaseUrl}`,
    `created        ${when(directory.createdAt)}`,
    `changed        ${when(directory.modifiedAt)}`,
  ].join('\n');

const afterCreation = (created: Created): string =>
  [
    `Directory "${created.name}" (${created.provider}) is ready. Paste these two into the identity provider:`,
    '',
    `  Base URL   ${created.scimBaseUrl}`,
    `  Token      ${created.token}`,
    '',
    'The token is shown this once. "rollcall tokens issue" makes another.',
  ].join('\n');

const changes = [
  { verb: 'disable', about: 'refuse every request of the directory until it is enabled again' },
  { verb: 'enable', about: 'take requests of the directory again' },
] as const;

export const directoriesCommand = (program: Command, context: MakeContext): void => {
  const directories = program.command('directories').description('identity provider connections');

  directories
    .command('create <name>')
    .description('create a directory with its first token')
    .addOption(new Option('--provider <kind>', 'whose habits to expect').choices([...providerKinds]).default('generic'))
    .action(async (name: string, { provider }: { provider: string }) => {
      const { admin, output } = await context();
      output.value(await admin.call<Created>('POST', '/directories', { name, provider }), afterCreation);
    });

  directories
    .command('list')
    .description('list all directories')
    .action(async () => {
      const { admin, output } = await context();
      const { directories: rows } = await admin.call<{ directories: Directory[] }>('GET', '/directories');
      output.table(
        rows,
        { name: (row) => row.name, provider: (row) => row.provider, state: (row) => row.state, id: (row) => row.id },
        'There is no directory yet: "rollcall directories create NAME --provider jumpcloud" makes one.',
      );
    });

  directories
    .command('show <directory>')
    .description('show one directory, by name or id')
    .action(async (directory: string) => {
      const { admin, output } = await context();
      output.value(await admin.call<Directory>('GET', `/directories/${segment(directory)}`), describe);
    });

  directories
    .command('rename <directory> <name>')
    .description('give a directory another name; base URL and tokens stay')
    .action(async (directory: string, name: string) => {
      const { admin, output } = await context();
      output.value(await admin.call<Directory>('PATCH', `/directories/${segment(directory)}`, { name }), describe);
    });

  for (const { verb, about } of changes) {
    directories
      .command(`${verb} <directory>`)
      .description(about)
      .action(async (directory: string) => {
        const { admin, output } = await context();
        output.value(await admin.call<Directory>('POST', `/directories/${segment(directory)}/${verb}`), describe);
      });
  }

  directories
    .command('settings <directory> [assignments...]')
    .description('show the settings of a directory, or change some: name=value …, name= goes back to the preset')
    .action(async (directory: string, assignments: string[]) => {
      const { admin, output } = await context();
      const path = `/directories/${segment(directory)}/settings`;
      if (assignments.length > 0) await admin.call('PATCH', path, parseAssignments(assignments));
      const { settings, limits } = await admin.call<{ settings: Setting[]; limits: Limit[] }>('GET', path);
      output.table(
        [...settings, ...limits.map((limit) => ({ ...limit, preset: limit.default, values: [] }))],
        {
          setting: (row) => row.name,
          value: (row) => JSON.stringify(row.value),
          preset: (row) => (row.value === row.preset ? '' : JSON.stringify(row.preset)),
          reason: (row) => row.reason,
        },
        '',
      );
    });
};
