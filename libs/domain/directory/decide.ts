import { isProviderKind, knownSettings, readSettings } from '#scim';
import type { Decider } from '../decider.js';
import type { Accepted, Decision } from '../decision.js';
import type { DomainEvent } from '../event.js';
import { gone, invalid } from '../rejections.js';
import { isSameJson } from '../same-json.js';
import { canonicalName, nameProblem } from '../text-rules.js';
import type { CreateDirectory, DirectoryCommand } from './commands.js';
import type { IssuedToken } from './events.js';
import { decideSchemas } from './schemas.js';
import { type DirectoryState, evolveDirectory, type LiveDirectory } from './state.js';
import { tokenProblem } from './tokens.js';

/** Names of directories are unique in an installation, whatever their case and spacing. */
export const DIRECTORY_NAME_SCOPE = 'Directory.name/1';

const nameClaim = (name: string): NonNullable<Accepted['claims']> => ({
  scopes: [DIRECTORY_NAME_SCOPE],
  values: [{ scope: DIRECTORY_NAME_SCOPE, canonical: canonicalName(name) }],
});

export const decideDirectory = (state: DirectoryState, command: DirectoryCommand): Decision => {
  if (command.kind === 'create') return create(state, command);
  if (state.is !== 'live') return gone;
  switch (command.kind) {
    case 'rename':
      return rename(state, command.name);
    case 'disable':
      return state.isEnabled ? changed(state, event('directory.disabled')) : { kind: 'unchanged' };
    case 'enable':
      return state.isEnabled ? { kind: 'unchanged' } : changed(state, event('directory.enabled'));
    case 'change-settings':
      return changeSettings(state, command.merge ? merged(state.settings, command.settings) : command.settings);
    case 'issue-token': {
      const problem = tokenProblem(command.token, state.tokens, command.now);
      return problem ?? changed(state, tokenIssued(command.token));
    }
    case 'revoke-token':
      return revokeToken(state, command.tokenId);
    default:
      return decideSchemas(state, command);
  }
};

export const directoryDecider: Decider<DirectoryState, DirectoryCommand> = {
  initial: { is: 'absent' },
  decide: decideDirectory,
  evolve: evolveDirectory,
};

const event = (type: string, data: DomainEvent['data'] = {}): DomainEvent => ({ type, v: 1, data });

const tokenIssued = ({ tokenId, digest, label, expiresAt, readOnly }: IssuedToken): DomainEvent =>
  event('directory.token_issued', { tokenId, digest, label, expiresAt, ...(readOnly && { readOnly }) });

const changed = (state: LiveDirectory, one: DomainEvent, claims?: Accepted['claims']): Decision => ({
  kind: 'accepted',
  events: [one],
  expect: { is: 'version', version: state.version },
  ...(claims && { claims }),
});

const create = (state: DirectoryState, command: CreateDirectory): Decision => {
  const { name, provider, token, now } = command;
  if (state.is !== 'absent') return invalid('id', 'is taken');
  const problem = nameProblem('name', name) ?? (token && tokenProblem(token, [], now));
  if (problem) return problem;
  if (!isProviderKind(provider)) return invalid('provider', 'is not a known kind of provider');
  const read = readSettings(command.settings ?? {});
  if (read.kind === 'invalid') return invalid('settings', read.problems.join('; '));
  const created = event('directory.created', { name, provider, settings: read.settings });
  return {
    kind: 'accepted',
    events: [created, ...(token ? [tokenIssued(token)] : [])],
    expect: { is: 'absent' },
    claims: nameClaim(name),
  };
};

const rename = (state: LiveDirectory, name: string): Decision => {
  if (name === state.name) return { kind: 'unchanged' };
  return nameProblem('name', name) ?? changed(state, event('directory.renamed', { name }), nameClaim(name));
};

const merged = (before: LiveDirectory['settings'], changes: unknown): unknown => {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) return changes;
  return Object.fromEntries(
    Object.entries({ ...knownSettings(before), ...changes }).filter(([, value]) => value !== null),
  );
};

const changeSettings = (state: LiveDirectory, settings: unknown): Decision => {
  const read = readSettings(settings);
  if (read.kind === 'invalid') return invalid('settings', read.problems.join('; '));
  if (isSameJson(state.settings, read.settings)) return { kind: 'unchanged' };
  return changed(state, event('directory.settings_changed', { settings: read.settings }));
};

/** Whatever else happens to the directory at the same time, a revocation must not be refused: it expects no version. */
const revokeToken = (state: LiveDirectory, tokenId: string): Decision => {
  const token = state.tokens.find((one) => one.tokenId === tokenId);
  if (!token) return invalid('tokenId', 'there is no such token');
  if (token.revokedAt !== null) return { kind: 'unchanged' };
  return { kind: 'accepted', events: [event('directory.token_revoked', { tokenId })], expect: { is: 'present' } };
};
