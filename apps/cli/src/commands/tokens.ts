import { type Command, InvalidArgumentError } from 'commander';
import { type MakeContext, segment, when } from '../context.js';

type Token = {
  readonly id: string;
  readonly label: string;
  readonly issuedAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly readOnly: boolean;
  readonly state: string;
};
type Issue = { readonly label: string; readonly expires?: number; readonly readOnly?: boolean };
type Issued = Token & { readonly token: string };

const dayMs = 86_400_000;

const days = (text: string): number => {
  const found = /^(\d{1,4})d$/.exec(text);
  if (!found || Number(found[1]) === 0) throw new InvalidArgumentError('write days as 90d, from 1d to 9999d.');
  return Number(found[1]);
};

export const tokensCommand = (program: Command, context: MakeContext): void => {
  const tokens = program
    .command('tokens')
    .description(
      'bearer tokens of a directory: up to 5 live ones, so that a new one can take over before the old one goes',
    );

  tokens
    .command('issue <directory>')
    .description('issue a token; it is shown this once')
    .requiredOption('--label <text>', 'what the token is for')
    .option('--expires <days>', 'days until it expires, for example 90d; never when left out', days)
    .option('--read-only', 'let the token read and search, but not change anything')
    .action(async (directory: string, { label, expires, readOnly }: Issue) => {
      const { admin, output } = await context();
      const issued = await admin.call<Issued>('POST', `/directories/${segment(directory)}/tokens`, {
        label,
        ...(readOnly && { readOnly }),
        ...(expires !== undefined && { expiresAt: Date.now() + expires * dayMs }),
      });
      output.value(issued, ({ token, id }) => `${token}\n\nToken ${id} ("${label}") is shown this once.`);
    });

  tokens
    .command('list <directory>')
    .description('list the tokens of a directory; the tokens themselves are kept nowhere')
    .action(async (directory: string) => {
      const { admin, output } = await context();
      const { tokens: rows } = await admin.call<{ tokens: Token[] }>(
        'GET',
        `/directories/${segment(directory)}/tokens`,
      );
      output.table(
        rows,
        {
          label: (row) => row.label,
          state: (row) => row.state,
          may: (row) => (row.readOnly ? 'read' : 'read and change'),
          issued: (row) => when(row.issuedAt),
          expires: (row) => when(row.expiresAt) ?? 'never',
          'last used': (row) => when(row.lastUsedAt) ?? 'never',
          id: (row) => row.id,
        },
        'The directory has no token: "rollcall tokens issue" makes one.',
      );
    });

  tokens
    .command('revoke <directory> <token-id>')
    .description('revoke a token; within a second no gateway takes it any more')
    .action(async (directory: string, tokenId: string) => {
      const { admin, output } = await context();
      await admin.call('DELETE', `/directories/${segment(directory)}/tokens/${segment(tokenId)}`);
      output.value({ id: tokenId, state: 'revoked' }, () => `Token ${tokenId} is revoked.`);
    });
};
