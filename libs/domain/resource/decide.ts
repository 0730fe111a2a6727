import type { Attributes } from '#scim';
import type { Decider } from '../decider.js';
import type { Accepted, ClaimedValue, Decision, Expect, Rejection } from '../decision.js';
import type { DomainEvent } from '../event.js';
import { gone, invalid, otherVersion, overLimit } from '../rejections.js';
import { changeEvents, createdEvent, deletedEvent, restatedEvent } from './attribute-events.js';
import type { CreateResource, MembershipDelta, ReplaceResource, ResourceCommand } from './commands.js';
import { memberEvents } from './member-events.js';
import { evolveResource, type LiveResource, type ResourceState } from './state.js';

export type ResourceContext = {
  /** `User`, `Group`, or the name of a custom resource type. */
  readonly resourceType: string;
  /** The unique values of a set of attributes; `scopes` names all that this type and directory keep unique. */
  claims(attributes: Attributes): { readonly scopes: readonly string[]; readonly values: readonly ClaimedValue[] };
};

/** How many members one command may add and remove: a list of 200,000 in place of another one. */
export const MAX_MEMBERS_PER_COMMAND = 400_000;
const MAX_ID_LENGTH = 255;

const present: Expect = { is: 'present' };
const exactly = (version: number): Expect => ({ is: 'version', version });

/** Decides any command about one user, group or custom resource. */
export const decideResource = (state: ResourceState, command: ResourceCommand, context: ResourceContext): Decision => {
  const problem = problemOf(command, context.resourceType);
  if (problem) return problem;
  if (command.kind === 'create') return create(state, command, context);
  if (state.is !== 'live') return gone;
  if (command.ifVersion !== undefined && command.ifVersion !== state.version) return otherVersion(state.version);
  const asked = command.ifVersion === undefined ? present : exactly(command.ifVersion);
  switch (command.kind) {
    case 'replace':
      return replace(state, command, context);
    case 'change-members':
      return accepted(memberEvents(command), asked);
    case 'delete':
      return { kind: 'accepted', events: [deletedEvent(context.resourceType)], expect: asked, deletes: true };
  }
};

export const resourceDecider = (context: ResourceContext): Decider<ResourceState, ResourceCommand> => ({
  initial: { is: 'absent' },
  decide: (state, command) => decideResource(state, command, context),
  evolve: evolveResource,
});

const create = (state: ResourceState, command: CreateResource, context: ResourceContext): Decision => {
  if (state.is !== 'absent') return invalid('id', 'is taken');
  const { attributes, members = [] } = command;
  const events = [createdEvent(context.resourceType, attributes), ...memberEvents({ add: members, remove: [] })];
  return accepted(events, { is: 'absent' }, context.claims(attributes));
};

/** Always of the exact version: attributes and differences were worked out against it. */
const replace = (state: LiveResource, command: ReplaceResource, context: ResourceContext): Decision => {
  const changes = changeEvents(context.resourceType, state.attributes, command.attributes);
  const members = command.membership ? memberEvents(command.membership) : [];
  const claims = changes.length > 0 ? context.claims(command.attributes) : undefined;
  const events = [...changes, ...members];
  const isRestated = events.length === 0 && command.evenUnchanged === true;
  const restated = isRestated ? [restatedEvent(context.resourceType, command.attributes)] : events;
  return accepted(restated, exactly(state.version), claims);
};

const accepted = (events: readonly DomainEvent[], expect: Expect, claims?: Accepted['claims']): Decision => {
  const [first, ...rest] = events;
  if (!first) return { kind: 'unchanged' };
  return { kind: 'accepted', events: [first, ...rest], expect, ...(claims && { claims }) };
};

const problemOf = (command: ResourceCommand, resourceType: string): Rejection | undefined => {
  if (command.kind === 'delete') return undefined;
  if (command.kind !== 'change-members' && Object.hasOwn(command.attributes, 'members') && resourceType === 'Group') {
    return invalid('members', 'must not be among the attributes');
  }
  const delta = membershipOf(command);
  const count = delta.add.length + delta.remove.length;
  if (count > 0 && resourceType !== 'Group') return invalid('members', 'only a group has members');
  if (count > MAX_MEMBERS_PER_COMMAND) {
    return overLimit('members', `no more than ${MAX_MEMBERS_PER_COMMAND} may be added and removed at once`);
  }
  const isId = (text: string): boolean => text.length > 0 && text.length <= MAX_ID_LENGTH;
  const areNamed = [...delta.add, ...delta.remove].every(({ value, type }) => isId(value) && isId(type));
  return areNamed ? undefined : invalid('members', `each needs value and type of 1 to ${MAX_ID_LENGTH} characters`);
};

const membershipOf = (command: Exclude<ResourceCommand, { kind: 'delete' }>): MembershipDelta => {
  switch (command.kind) {
    case 'create':
      return { add: command.members ?? [], remove: [] };
    case 'replace':
      return command.membership ?? { add: [], remove: [] };
    case 'change-members':
      return command;
  }
};
