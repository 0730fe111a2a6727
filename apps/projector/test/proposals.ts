import type { AggregateRef, Control, JournalEvent, JsonObject, Proposal } from '#journal';
import { claimKeyOf, placeOf, seal } from '#privacy';
import { newId } from '#runtime';
import type { Attributes } from '#scim';
import { START_MS, type Stage } from './stage.js';

export const aDirectoryId = (): string => newId();

/** What a gateway does to make a proposal: take a key, seal, claim. */
export class Proposer {
  readonly #keys = new Map<string, Buffer>();

  constructor(
    private readonly stage: Stage,
    readonly directoryId: string = aDirectoryId(),
  ) {}

  async newSubject(): Promise<string> {
    const { subjectId, key } = await this.stage.subjectKeys.take();
    this.#keys.set(subjectId, key);
    return subjectId;
  }

  async createUser(attributes: Attributes, override: Partial<Proposal> = {}): Promise<Proposal> {
    const id = await this.newSubject();
    const personal = { active: true, ...attributes };
    return this.proposal(
      { type: 'User', id },
      {
        expect: { is: 'absent' },
        claims: this.userNameClaim(attributes),
        events: [this.event(id, 'user.created', { changed: Object.keys(personal), active: true }, personal)],
        ...override,
      },
    );
  }

  updateUser(id: string, version: number, attributes: Attributes, type = 'user.updated'): Proposal {
    const active = attributes['active'] !== false;
    return this.proposal(
      { type: 'User', id },
      {
        expect: { is: 'version', version },
        claims: this.userNameClaim(attributes),
        events: [this.event(id, type, { changed: Object.keys(attributes), active }, { active, ...attributes })],
      },
    );
  }

  deleteUser(id: string): Proposal {
    return this.proposal(
      { type: 'User', id },
      {
        expect: { is: 'present' },
        deletes: true,
        claims: 'release-all',
        events: [this.event(id, 'user.deleted', {})],
      },
    );
  }

  async createGroup(displayName: string, memberIds: readonly string[] = []): Promise<Proposal> {
    const id = await this.newSubject();
    const created = this.event(id, 'group.created', { changed: ['displayName'] }, { displayName });
    const added = memberIds.length === 0 ? [] : [this.membersEvent(id, 'group.members_added', memberIds)];
    return this.proposal({ type: 'Group', id }, { expect: { is: 'absent' }, events: [created, ...added] });
  }

  changeMembers(id: string, type: 'added' | 'removed', memberIds: readonly string[], memberType = 'User'): Proposal {
    const events = [this.membersEvent(id, `group.members_${type}`, memberIds, memberType)];
    return this.proposal({ type: 'Group', id }, { expect: { is: 'present' }, events });
  }

  control(action: Control['action'], aggregate: AggregateRef): Control {
    return {
      kind: 'control',
      format: 1,
      rules: 1,
      commandId: newId(),
      directoryId: this.directoryId,
      action,
      aggregate,
      actor: { kind: 'admin' },
      requestId: 'r-control',
    };
  }

  proposal(aggregate: AggregateRef, rest: Pick<Proposal, 'expect' | 'events'> & Partial<Proposal>): Proposal {
    return {
      kind: 'proposal',
      format: 1,
      rules: 1,
      commandId: newId(),
      directoryId: this.directoryId,
      notAfter: START_MS + 3_600_000,
      aggregate,
      occurredAt: START_MS,
      actor: { kind: 'system' },
      requestId: 'r-1',
      ...rest,
    };
  }

  event(id: string, type: string, data: JsonObject, personal?: Attributes): JournalEvent {
    if (personal === undefined) return { type, v: 1, data };
    const key = this.#keys.get(id);
    if (!key) throw new Error('A subject of another proposer.');
    return { type, v: 1, data, sealed: seal(key, personal, placeOf(this.directoryId, id, type)) };
  }

  membersEvent(groupId: string, type: string, memberIds: readonly string[], memberType = 'User'): JournalEvent {
    const members = memberIds.map((value) => ({ value, type: memberType }));
    const displays = Object.fromEntries(memberIds.map((value) => [value, `display of ${value}`]));
    return this.event(groupId, type, { members }, { displays });
  }

  userNameClaim(attributes: Attributes): Record<string, readonly string[]> {
    const { userName } = attributes;
    if (typeof userName !== 'string') return {};
    const key = claimKeyOf(this.stage.master, this.directoryId, 'userName/1', userName.toLowerCase());
    return { 'userName/1': [key] };
  }
}
