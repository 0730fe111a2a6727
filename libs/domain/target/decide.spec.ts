import type { DomainEvent } from '#domain';
import { targetDecider } from '#domain';
import { anId, given } from '#testing';

const definition = {
  directoryId: anId(1),
  name: 'Wiki',
  profile: 'generic',
  url: 'https://wiki.example.com/scim/v2',
  secret: 'c2VhbGVk',
  settings: {},
};
const event = (type: string, data: DomainEvent['data'] = { directoryId: anId(1) }): DomainEvent => ({
  type: `target.${type}`,
  v: 1,
  data,
});
const added = event('added', definition);
const add = { kind: 'add', ...definition } as const;
const wiki = () => given(targetDecider).events(added);

describe('adding a target', () => {
  it('gives the whole definition and claims the name', () => {
    const outcome = given(targetDecider).when(add);
    outcome.thenExpect(added);
    expect(outcome.decision).toMatchObject({
      expect: { is: 'absent' },
      claims: { values: [{ scope: 'Target.name/1', canonical: 'wiki' }] },
    });
  });

  it.each([
    ['name', { name: '' }],
    ['profile', { profile: 'Generic!' }],
    ['url', { url: '/scim' }],
    ['url', { url: 'ftp://wiki.example.com' }],
    ['url', { url: 'https://me:secret@wiki.example.com' }],
    ['url', { url: 'https://wiki.example.com/#x' }],
    ['secret', { secret: '' }],
    ['settings', { settings: { a: Number.NaN } }],
  ])('is refused for a %s like %j', (field, changes) => {
    const { decision } = given(targetDecider).when({ ...add, ...changes });
    expect(decision).toMatchObject({ kind: 'rejected', reason: 'invalid', field });
  });

  it.each([
    ['url', { url: `https://wiki.example.com/${'x'.repeat(2_000)}` }],
    ['settings', { settings: { text: 'x'.repeat(70_000) } }],
  ])('is refused for a %s beyond the limit', (field, changes) => {
    expect(given(targetDecider).when({ ...add, ...changes }).decision).toMatchObject({ reason: 'limit', field });
  });
});

describe('changing a target', () => {
  it('gives the whole definition after it, and what changed', () => {
    const outcome = wiki().when({ kind: 'change', secret: 'bmV3', settings: { a: 1 } });
    const after = { ...definition, secret: 'bmV3', settings: { a: 1 } };
    outcome.thenExpect(event('updated', { ...after, changed: ['secret', 'settings'] }));
    expect(outcome.decision).toMatchObject({ expect: { is: 'version', version: 1 } });
    expect(outcome.decision).not.toHaveProperty('claims');
  });

  it('claims the new name when it is renamed', () => {
    expect(wiki().when({ kind: 'change', name: 'Docs' }).decision).toMatchObject({
      claims: { scopes: ['Target.name/1'], values: [{ canonical: 'docs' }] },
    });
  });

  it('to what it is changes nothing', () => {
    wiki().when({ kind: 'change', name: 'Wiki', settings: {} }).thenExpect('unchanged');
    wiki().when({ kind: 'change' }).thenExpect('unchanged');
  });

  it('checks what changes as when it was added', () => {
    expect(wiki().when({ kind: 'change', url: 'x' }).decision).toMatchObject({ reason: 'invalid', field: 'url' });
  });
});

describe('orders to a target', () => {
  it('pause and resume it once', () => {
    wiki().when({ kind: 'resume' }).thenExpect('unchanged');
    wiki().when({ kind: 'pause' }).thenExpect(event('paused'));
    const paused = given(targetDecider).events(added, event('paused'));
    paused.when({ kind: 'pause' }).thenExpect('unchanged');
    paused.when({ kind: 'resume' }).thenExpect(event('resumed'));
  });

  it('ask for a resync every time', () => {
    const asked = given(targetDecider).events(added, event('resync_requested'), event('resync_requested'));
    expect(asked.state).toMatchObject({ resync: 2, version: 3 });
    asked.when({ kind: 'resync' }).thenExpect(event('resync_requested'));
  });

  it('remove it for good', () => {
    const outcome = wiki().when({ kind: 'remove' });
    outcome.thenExpect(event('removed'));
    expect(outcome.decision).toMatchObject({ expect: { is: 'present' }, deletes: true });
    for (const command of [{ kind: 'remove' }, { kind: 'pause' }] as const) {
      const gone = { kind: 'rejected', reason: 'gone' } as const;
      given(targetDecider).events(added, event('removed')).when(command).thenExpect(gone);
    }
  });
});
