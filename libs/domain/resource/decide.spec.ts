import type { DomainEvent, ResourceContext } from '#domain';
import { decideResource, resourceDecider } from '#domain';
import type { Attributes, Member } from '#scim';
import { aGroup, anId, aUser, GIVEN_ID, given } from '#testing';

const contextOf = (resourceType: string): ResourceContext => ({
  resourceType,
  claims: (attributes) => ({
    scopes: ['userName/1'],
    values: [{ scope: 'userName/1', canonical: String(attributes['userName']) }],
  }),
});
const user = resourceDecider(contextOf('User'));
const group = resourceDecider(contextOf('Group'));
const device = resourceDecider(contextOf('Device'));

const event = (type: string, data: Attributes, personal?: Attributes): DomainEvent => ({
  type,
  v: 1,
  data,
  ...(personal && { personal }),
});
const created = event('user.created', { changed: Object.keys(aUser()), active: true }, aUser());
const groupCreated = event('group.created', { changed: Object.keys(aGroup()) }, aGroup());
const replace = (attributes: Attributes) => ({ kind: 'replace', attributes }) as const;
const member = (n: number, display?: string): Member => ({
  value: anId(n),
  type: 'User',
  ...(display !== undefined && { display }),
});

describe('creating a user', () => {
  const outcome = given(user).when({ kind: 'create', id: GIVEN_ID, attributes: aUser() });

  it('gives an event with all attributes, none of them in the clear', () => {
    outcome.thenExpect(created);
    expect(JSON.stringify(created.data)).not.toContain('bjensen');
  });

  it('expects that there is none of this id, and claims its unique values', () => {
    expect(outcome.decision).toMatchObject({
      expect: { is: 'absent' },
      claims: { scopes: ['userName/1'], values: [{ scope: 'userName/1', canonical: 'bjensen@example.com' }] },
    });
  });

  it('notes whether the user is active; without the attribute it is', () => {
    const createdWith = (attributes: Attributes) =>
      given(user).when({ kind: 'create', id: GIVEN_ID, attributes }).decision;
    expect(createdWith({ userName: 'x', active: false })).toMatchObject({ events: [{ data: { active: false } }] });
    expect(createdWith({ userName: 'x' })).toMatchObject({ events: [{ data: { active: true } }] });
  });

  it('is refused where there is one already', () => {
    given(user)
      .events(created)
      .when({ kind: 'create', id: GIVEN_ID, attributes: aUser() })
      .thenExpect({ kind: 'rejected', reason: 'invalid', field: 'id', problem: 'is taken' });
  });
});

describe('replacing a user', () => {
  it('with what it is changes nothing, in whatever order the members come', () => {
    const { userName, ...rest } = aUser();
    given(user)
      .events(created)
      .when(replace({ ...rest, userName }))
      .thenExpect('unchanged');
  });

  it('with what it is gives an event without changed names where a version is wanted all the same', () => {
    const again = { ...replace(aUser()), evenUnchanged: true };
    const outcome = given(user).events(created).when(again);
    outcome.thenExpect(event('user.updated', { changed: [], active: true }, aUser()));
    expect(outcome.decision).toMatchObject({ expect: { is: 'version', version: 1 } });
  });

  it('gives one event with the changed names and the whole set, against this very version', () => {
    const { name: _, ...after } = aUser({ userName: 'babs@example.com', title: 'Guide' });
    const outcome = given(user).events(created).when(replace(after));
    outcome.thenExpect(event('user.updated', { changed: ['userName', 'name', 'title'], active: true }, after));
    expect(outcome.decision).toMatchObject({
      expect: { is: 'version', version: 1 },
      claims: { values: [{ canonical: 'babs@example.com' }] },
    });
  });

  it('that only flips active gives only the event of the flip', () => {
    const off = aUser({ active: false });
    const deactivated = event('user.deactivated', { changed: ['active'], active: false }, off);
    const reactivated = event('user.reactivated', { changed: ['active'], active: true }, aUser());
    given(user).events(created).when(replace(off)).thenExpect(deactivated);
    given(user).events(created, deactivated).when(replace(aUser())).thenExpect(reactivated);
  });

  it('that changes attributes and active gives both events, each with the attributes after the command', () => {
    const after = aUser({ active: false, title: 'Guide' });
    given(user)
      .events(created)
      .when(replace(after))
      .thenExpect(
        event('user.updated', { changed: ['title'], active: false }, after),
        event('user.deactivated', { changed: ['active'], active: false }, after),
      );
  });

  it('does not take a missing active for a change from true', () => {
    const { active: _, ...after } = aUser();
    given(user)
      .events(created)
      .when(replace(after))
      .thenExpect(event('user.updated', { changed: ['active'], active: true }, after));
  });

  it('is refused against another version than asked for, before anything else is looked at', () => {
    given(user)
      .events(created)
      .when({ ...replace(aUser()), ifVersion: 2 })
      .thenExpect({ kind: 'rejected', reason: 'version', found: 1 });
  });

  it('treats names that objects inherit as ordinary attributes', () => {
    const after = JSON.parse(
      JSON.stringify(aUser()).replace('{', '{"__proto__":{"a":1},"constructor":2,'),
    ) as Attributes;
    expect(given(user).events(created).when(replace(after)).decision).toMatchObject({
      events: [{ data: { changed: ['__proto__', 'constructor'] } }],
    });
  });
});

describe('deleting', () => {
  const deleted = event('user.deleted', {});

  it('gives an event without content and ends the aggregate', () => {
    const outcome = given(user).events(created).when({ kind: 'delete' });
    outcome.thenExpect(deleted);
    expect(outcome.decision).toMatchObject({ expect: { is: 'present' }, deletes: true });
  });

  it('expects the version that was asked for', () => {
    const outcome = given(user).events(created).when({ kind: 'delete', ifVersion: 1 });
    expect(outcome.decision).toMatchObject({ expect: { is: 'version', version: 1 } });
  });

  it('leaves nothing that a command could change', () => {
    for (const command of [{ kind: 'delete' }, replace(aUser())] as const) {
      given(user).events(created, deleted).when(command).thenExpect({ kind: 'rejected', reason: 'gone' });
      given(user).when(command).thenExpect({ kind: 'rejected', reason: 'gone' });
    }
  });
});

describe('members of a group', () => {
  it('come with the group, after its own event', () => {
    given(group)
      .when({ kind: 'create', id: GIVEN_ID, attributes: aGroup(), members: [member(1), member(2)] })
      .thenExpect(
        groupCreated,
        event('group.members_added', {
          members: [
            { value: anId(1), type: 'User' },
            { value: anId(2), type: 'User' },
          ],
        }),
      );
  });

  it('change without a version, so that no two changes get in each other’s way', () => {
    const outcome = given(group)
      .events(groupCreated)
      .when({ kind: 'change-members', add: [member(1)], remove: [member(2)] });
    outcome.thenExpect(
      event('group.members_removed', { members: [{ value: anId(2), type: 'User' }] }),
      event('group.members_added', { members: [{ value: anId(1), type: 'User' }] }),
    );
    expect(outcome.decision).toMatchObject({ expect: { is: 'present' } });
    expect(outcome.decision).not.toHaveProperty('claims');
  });

  it('are changed against a version when that was asked for, or when they are a difference', () => {
    const ask = { kind: 'change-members', add: [member(1)], remove: [], ifVersion: 1 } as const;
    const put = { ...replace(aGroup()), membership: { add: [member(1)], remove: [] } };
    for (const command of [ask, put]) {
      expect(given(group).events(groupCreated).when(command).decision).toMatchObject({
        expect: { is: 'version', version: 1 },
        events: [{ type: 'group.members_added' }],
      });
    }
  });

  it('carry what they are called only as personal', () => {
    given(group)
      .events(groupCreated)
      .when({ kind: 'change-members', add: [member(1, 'Babs'), member(2)], remove: [] })
      .thenExpect(
        event(
          'group.members_added',
          { members: [anId(1), anId(2)].map((value) => ({ value, type: 'User' })) },
          { displays: { [anId(1)]: 'Babs' } },
        ),
      );
  });

  it('are named once each, at most 1,000 in an event', () => {
    const add = Array.from({ length: 2_500 }, (_, n) => member(n));
    const { decision } = given(group)
      .events(groupCreated)
      .when({ kind: 'change-members', add: [...add, member(0)], remove: [] });
    const sizes =
      decision.kind === 'accepted' ? decision.events.map(({ data }) => (data['members'] as unknown[]).length) : [];
    expect(sizes).toEqual([1_000, 1_000, 500]);
  });

  it('that are none at all change nothing', () => {
    given(group).events(groupCreated).when({ kind: 'change-members', add: [], remove: [] }).thenExpect('unchanged');
  });

  it.each([
    ['an empty id', [{ value: '', type: 'User' }], 'invalid'],
    ['an endless id', [{ value: 'x'.repeat(256), type: 'User' }], 'invalid'],
    ['too many at once', Array.from({ length: 400_001 }, (_, n) => member(n)), 'limit'],
  ] as const)('with %s are refused', (_, add, reason) => {
    const { decision } = given(group).events(groupCreated).when({ kind: 'change-members', add, remove: [] });
    expect(decision).toMatchObject({ kind: 'rejected', reason, field: 'members' });
  });

  it('belong neither to a user nor among a group’s attributes', () => {
    const rejected = { kind: 'rejected', reason: 'invalid', field: 'members' };
    const add = { kind: 'change-members', add: [member(1)], remove: [] } as const;
    expect(given(user).events(created).when(add).decision).toMatchObject(rejected);
    expect(
      given(group)
        .events(groupCreated)
        .when(replace(aGroup({ members: [] }))).decision,
    ).toMatchObject(rejected);
  });

  it('leave the attributes as they are and move the version', () => {
    const added = event('group.members_added', { members: [] }, { displays: {} });
    expect(given(group).events(groupCreated, added).state).toEqual({
      is: 'live',
      id: GIVEN_ID,
      version: 2,
      attributes: aGroup(),
      createdAt: 1_000,
      modifiedAt: 2_000,
    });
  });
});

describe('a resource of a custom type', () => {
  it('has events of the family resource, and an active that means nothing special', () => {
    const first = event('resource.created', { changed: ['serial', 'active'] }, { serial: '1', active: true });
    const second = event('resource.updated', { changed: ['active'] }, { serial: '1', active: false });
    given(device)
      .when({ kind: 'create', id: GIVEN_ID, attributes: { serial: '1', active: true } })
      .thenExpect(first);
    given(device)
      .events(first)
      .when(replace({ serial: '1', active: false }))
      .thenExpect(second);
    given(device).events(first, second).when({ kind: 'delete' }).thenExpect(event('resource.deleted', {}));
  });
});

describe('the decider of resources', () => {
  it('follows its own decisions: what it decided, evolved, is what was asked for', () => {
    const after = aUser({ active: false, title: 'Guide' });
    const decision = decideResource(given(user).events(created).state, replace(after), contextOf('User'));
    const events = decision.kind === 'accepted' ? decision.events : [];
    expect(given(user).events(created, events).state).toMatchObject({ version: 2, attributes: after });
    given(user).events(created, events).when(replace(after)).thenExpect('unchanged');
  });
});
