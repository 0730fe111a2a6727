import type { Attributes } from '#scim';
import type { Decider } from '../decider.js';
import type { Accepted, Decision, Rejection } from '../decision.js';
import type { DomainEvent } from '../event.js';
import { gone, invalid } from '../rejections.js';
import { isSameJson } from '../same-json.js';
import { canonicalName, jsonProblem, nameProblem, urlProblem } from '../text-rules.js';
import type { TargetDefinition } from './events.js';
import { evolveTarget, type LiveTarget, type TargetState } from './state.js';

/** `secret` is sealed before it gets here. */
export type AddTarget = Omit<TargetDefinition, 'settings'> & { readonly kind: 'add'; readonly settings?: Attributes };

export type TargetCommand =
  | AddTarget
  /** Whatever is named changes: a new name, address, secret or settings. */
  | ({ readonly kind: 'change' } & Partial<Omit<TargetDefinition, 'directoryId'>>)
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'resync' }
  | { readonly kind: 'remove' };

/** Names of targets are unique in an installation, whatever their case and spacing. */
export const TARGET_NAME_SCOPE = 'Target.name/1';

const PROFILE = /^[a-z][a-z0-9-]{0,59}$/;

const nameClaim = (name: string): NonNullable<Accepted['claims']> => ({
  scopes: [TARGET_NAME_SCOPE],
  values: [{ scope: TARGET_NAME_SCOPE, canonical: canonicalName(name) }],
});

export const decideTarget = (state: TargetState, command: TargetCommand): Decision => {
  if (command.kind === 'add') return add(state, command);
  if (state.is !== 'live') return gone;
  switch (command.kind) {
    case 'change':
      return change(state, command);
    case 'pause':
      return state.isPaused ? { kind: 'unchanged' } : ordered(state, 'target.paused');
    case 'resume':
      return state.isPaused ? ordered(state, 'target.resumed') : { kind: 'unchanged' };
    case 'resync':
      return ordered(state, 'target.resync_requested');
    case 'remove':
      return {
        kind: 'accepted',
        events: [order(state, 'target.removed')],
        expect: { is: 'present' },
        deletes: true,
      };
  }
};

export const targetDecider: Decider<TargetState, TargetCommand> = {
  initial: { is: 'absent' },
  decide: decideTarget,
  evolve: evolveTarget,
};

const add = (state: TargetState, { kind: _, ...command }: AddTarget): Decision => {
  if (state.is !== 'absent') return invalid('id', 'is taken');
  const definition: TargetDefinition = { ...command, settings: command.settings ?? {} };
  const problem = definitionProblem(definition);
  if (problem) return problem;
  const added: DomainEvent = { type: 'target.added', v: 1, data: definition };
  return { kind: 'accepted', events: [added], expect: { is: 'absent' }, claims: nameClaim(definition.name) };
};

const change = (state: LiveTarget, { kind: _, ...wanted }: Extract<TargetCommand, { kind: 'change' }>): Decision => {
  const before = definitionOf(state);
  const after: TargetDefinition = { ...before, ...wanted };
  const names = Object.keys(before) as readonly (keyof TargetDefinition)[];
  const changed = names.filter((name) => !isSameJson(before[name], after[name]));
  if (changed.length === 0) return { kind: 'unchanged' };
  const problem = definitionProblem(after);
  if (problem) return problem;
  return {
    kind: 'accepted',
    events: [{ type: 'target.updated', v: 1, data: { ...after, changed } }],
    expect: { is: 'version', version: state.version },
    ...(changed.includes('name') && { claims: nameClaim(after.name) }),
  };
};

const definitionOf = ({ directoryId, name, profile, url, secret, settings }: LiveTarget): TargetDefinition => ({
  directoryId,
  name,
  profile,
  url,
  secret,
  settings,
});

const definitionProblem = ({ name, profile, url, secret, settings }: TargetDefinition): Rejection | undefined =>
  nameProblem('name', name) ??
  (PROFILE.test(profile) ? undefined : invalid('profile', 'must be 1 to 60 lower-case letters, digits or -')) ??
  urlProblem('url', url) ??
  (secret === '' ? invalid('secret', 'must not be empty') : undefined) ??
  jsonProblem('settings', settings);

const order = ({ directoryId }: LiveTarget, type: string): DomainEvent => ({ type, v: 1, data: { directoryId } });

/** Orders commute with changes of the definition, so they expect no version. */
const ordered = (state: LiveTarget, type: string): Decision => ({
  kind: 'accepted',
  events: [order(state, type)],
  expect: { is: 'present' },
});
