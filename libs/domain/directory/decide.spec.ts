import type { DirectoryCommand, DomainEvent, IssuedToken } from '#domain';
import { directoryDecider, isLiveToken, MAX_CUSTOM_SCHEMAS, MAX_LIVE_TOKENS } from '#domain';
import type { Attributes } from '#scim';
import { anId, given } from '#testing';

const event = (type: string, data: Attributes = {}): DomainEvent => ({ type: `directory.${type}`, v: 1, data });
const token = (n: number, changes: Partial<IssuedToken> = {}): IssuedToken => ({
  tokenId: anId(n),
  digest: `digest-${n}`,
  label: `token ${n}`,
  expiresAt: null,
  ...changes,
});
const created = event('created', { name: 'Acme', provider: 'jumpcloud', settings: {} });
const create = { kind: 'create', name: 'Acme', provider: 'jumpcloud', now: 5_000 } as const;
const acme = () => given(directoryDecider).events(created);
const rejected = (reason: 'invalid' | 'limit', field: string) => ({
  kind: 'rejected',
  reason,
  field,
  problem: expect.any(String),
});

describe('creating a directory', () => {
  it('gives an event, with its first token if there is one', () => {
    given(directoryDecider).when(create).thenExpect(created);
    given(directoryDecider)
      .when({ ...create, token: token(1) })
      .thenExpect(created, event('token_issued', token(1)));
  });

  it('claims its name in the form in which names are compared', () => {
    const nameOf = (name: string) => given(directoryDecider).when({ ...create, name }).decision;
    const claims = { values: [{ scope: 'Directory.name/1', canonical: 'acme corp' }] };
    expect(nameOf('Acme Corp')).toMatchObject({ expect: { is: 'absent' }, claims });
    expect(nameOf('ＡＣＭＥ   corp')).toMatchObject({ claims });
  });

  it.each([
    ['name', { name: '' }],
    ['name', { name: ' Acme' }],
    ['name', { name: 'Ac\u0000me' }],
    ['name', { name: 'Acme\n' }],
    ['name', { name: 'Acme \ud83e' }],
    ['provider', { provider: 'ldap' }],
    ['settings', { settings: { shoeSize: 42 } }],
    ['expiresAt', { token: token(1, { expiresAt: 5_000 }) }],
    ['label', { token: token(1, { label: '' }) }],
  ])('is refused for a %s like %j', (field, changes) => {
    expect(given(directoryDecider).when({ ...create, ...changes }).decision).toEqual(rejected('invalid', field));
  });

  it('counts characters, not code units, for the length of a name', () => {
    const nameOf = (name: string) => given(directoryDecider).when({ ...create, name }).decision;
    expect(nameOf('🦊'.repeat(100)).kind).toBe('accepted');
    expect(nameOf('x'.repeat(101))).toEqual(rejected('limit', 'name'));
  });

  it('is refused where there is one already', () => {
    expect(acme().when(create).decision).toEqual(rejected('invalid', 'id'));
  });
});

describe('a directory', () => {
  it('is renamed against its version, and claims the new name in place of the old', () => {
    const outcome = acme().when({ kind: 'rename', name: 'Acme Inc' });
    outcome.thenExpect(event('renamed', { name: 'Acme Inc' }));
    expect(outcome.decision).toMatchObject({
      expect: { is: 'version', version: 1 },
      claims: { scopes: ['Directory.name/1'], values: [{ canonical: 'acme inc' }] },
    });
    acme().when({ kind: 'rename', name: 'Acme' }).thenExpect('unchanged');
  });

  it('is disabled and enabled once', () => {
    const disabled = event('disabled');
    acme().when({ kind: 'enable' }).thenExpect('unchanged');
    acme().when({ kind: 'disable' }).thenExpect(disabled);
    given(directoryDecider).events(created, disabled).when({ kind: 'disable' }).thenExpect('unchanged');
    given(directoryDecider).events(created, disabled).when({ kind: 'enable' }).thenExpect(event('enabled'));
  });

  it('takes all its settings at once', () => {
    const changed = event('settings_changed', { settings: { putNull: 'clear' } });
    acme()
      .when({ kind: 'change-settings', settings: { putNull: 'clear' } })
      .thenExpect(changed);
    const after = given(directoryDecider).events(created, changed);
    after.when({ kind: 'change-settings', settings: { putNull: 'clear' } }).thenExpect('unchanged');
    after.when({ kind: 'change-settings', settings: {} }).thenExpect(event('settings_changed', { settings: {} }));
    after
      .when({ kind: 'change-settings', settings: { pageSize: 5 }, merge: true })
      .thenExpect(event('settings_changed', { settings: { putNull: 'clear', pageSize: 5 } }));
    after
      .when({ kind: 'change-settings', settings: { putNull: null }, merge: true })
      .thenExpect(event('settings_changed', { settings: {} }));
    expect(after.when({ kind: 'change-settings', settings: { putNull: 'x' } }).decision).toEqual(
      rejected('invalid', 'settings'),
    );
  });

  it('that was never created takes no command', () => {
    const commands: readonly DirectoryCommand[] = [
      { kind: 'rename', name: 'x' },
      { kind: 'enable' },
      { kind: 'revoke-token', tokenId: anId(1) },
      { kind: 'remove-schema', id: 'urn:x:y' },
    ];
    for (const command of commands) {
      given(directoryDecider).when(command).thenExpect({ kind: 'rejected', reason: 'gone' });
    }
  });
});

describe('tokens of a directory', () => {
  it('that may only read say so', () => {
    acme()
      .when({ kind: 'issue-token', token: token(1, { readOnly: true }), now: 5_000 })
      .thenExpect(event('token_issued', token(1, { readOnly: true })));
  });

  const issued = Array.from({ length: MAX_LIVE_TOKENS }, (_, n) => event('token_issued', token(n)));
  const full = given(directoryDecider).events(created, issued);
  const sixth = { kind: 'issue-token', token: token(9), now: 50_000 } as const;

  it('are five at most, revoked and expired ones not counted', () => {
    expect(full.when(sixth).decision).toEqual(rejected('limit', 'tokens'));
    const revoked = event('token_revoked', { tokenId: anId(0) });
    given(directoryDecider)
      .events(created, issued, revoked)
      .when(sixth)
      .thenExpect(event('token_issued', token(9)));
    const expiring = [...issued.slice(1), event('token_issued', token(8, { expiresAt: 50_000 }))];
    given(directoryDecider)
      .events(created, expiring)
      .when(sixth)
      .thenExpect(event('token_issued', token(9)));
  });

  it.each([
    ['expiresAt', { expiresAt: 50_000 }],
    ['expiresAt', { expiresAt: 60_000.5 }],
    ['expiresAt', { expiresAt: Number.NaN }],
    ['expiresAt', { expiresAt: 50_000 + 11 * 366 * 24 * 3_600_000 }],
    ['label', { label: 'x\u0007' }],
    ['tokenId', { tokenId: anId(1) }],
  ])('are refused for a %s like %j', (field, changes) => {
    const two = given(directoryDecider).events(created, event('token_issued', token(1)));
    expect(two.when({ ...sixth, token: token(9, changes) }).decision).toEqual(rejected('invalid', field));
  });

  it('are revoked whatever else happens to the directory, and once', () => {
    const revoke = { kind: 'revoke-token', tokenId: anId(0) } as const;
    const outcome = full.when(revoke);
    outcome.thenExpect(event('token_revoked', { tokenId: anId(0) }));
    expect(outcome.decision).toMatchObject({ expect: { is: 'present' } });
    const after = given(directoryDecider).events(created, issued, event('token_revoked', { tokenId: anId(0) }));
    after.when(revoke).thenExpect('unchanged');
    expect(acme().when(revoke).decision).toEqual(rejected('invalid', 'tokenId'));
  });

  it('remember when they were issued and revoked, by the log', () => {
    const { state } = given(directoryDecider).events(
      created,
      event('token_issued', token(1)),
      event('token_revoked', { tokenId: anId(1) }),
    );
    expect(state).toMatchObject({ tokens: [{ tokenId: anId(1), issuedAt: 2_000, revokedAt: 3_000 }] });
  });

  it('live until revoked or expired', () => {
    expect(isLiveToken({ expiresAt: null, revokedAt: null }, 10)).toBe(true);
    expect(isLiveToken({ expiresAt: 11, revokedAt: null }, 10)).toBe(true);
    expect(isLiveToken({ expiresAt: 10, revokedAt: null }, 10)).toBe(false);
    expect(isLiveToken({ expiresAt: null, revokedAt: 1 }, 10)).toBe(false);
  });
});

describe('custom schemas of a directory', () => {
  const urn = 'urn:example:params:scim:schemas:badge:1.0';
  const put = { kind: 'put-schema', id: urn, document: { id: urn, attributes: [] }, extends: [] } as const;
  const putEvent = (changes: Attributes = {}) =>
    event('schema_put', { id: urn, document: put.document, extends: [], revision: 1, ...changes });
  const type = { kind: 'put-resource-type', name: 'Badge', document: { endpoint: '/Badges', schema: urn } } as const;
  const typeEvent = event('resource_type_put', { name: 'Badge', document: type.document, revision: 1 });
  const withBadges = () => given(directoryDecider).events(created, putEvent(), typeEvent);

  it('are put, counted by revision, and unchanged when put again', () => {
    acme().when(put).thenExpect(putEvent());
    const after = given(directoryDecider).events(created, putEvent());
    after.when(put).thenExpect('unchanged');
    const extended = [{ resourceType: 'User', required: false }];
    after.when({ ...put, extends: extended }).thenExpect(putEvent({ extends: extended, revision: 2 }));
    after.when({ kind: 'remove-schema', id: urn }).thenExpect(event('schema_removed', { id: urn }));
  });

  it.each([
    ['id', { id: 'badge' }],
    ['id', { id: 'urn:ietf:params:scim:schemas:core:2.0:User' }],
    ['id', { id: 'URN:IETF:params:scim:schemas:extension:enterprise:2.0:User' }],
    ['extends', { extends: [{ resourceType: 'Robot', required: false }] }],
    ['document', { document: { text: 'a\u0000' } }],
  ])('are refused for a %s like %j', (field, changes) => {
    expect(acme().when({ ...put, ...changes }).decision).toEqual(rejected('invalid', field));
  });

  it('are refused when too large, too many, or when only case tells them apart', () => {
    const large = { ...put, document: { text: 'x'.repeat(70_000) } };
    expect(acme().when(large).decision).toEqual(rejected('limit', 'document'));
    const many = Array.from({ length: MAX_CUSTOM_SCHEMAS }, (_, n) => putEvent({ id: `urn:example:${n}` }));
    const full = given(directoryDecider).events(created, many);
    expect(full.when(put).decision).toEqual(rejected('limit', 'schemas'));
    const after = given(directoryDecider).events(created, putEvent());
    expect(after.when({ ...put, id: urn.toUpperCase() }).decision).toEqual(rejected('invalid', 'id'));
  });

  it('make resource types, and stay as long as one is made of them', () => {
    given(directoryDecider).events(created, putEvent()).when(type).thenExpect(typeEvent);
    withBadges().when(type).thenExpect('unchanged');
    expect(withBadges().when({ kind: 'remove-schema', id: urn }).decision).toEqual(rejected('invalid', 'id'));
    const gone = event('resource_type_removed', { name: 'Badge' });
    withBadges().when({ kind: 'remove-resource-type', name: 'Badge' }).thenExpect(gone);
    given(directoryDecider)
      .events(created, putEvent(), typeEvent, gone)
      .when({ kind: 'remove-schema', id: urn })
      .thenExpect(event('schema_removed', { id: urn }));
  });

  it.each([
    ['name', { name: 'User' }],
    ['name', { name: 'a b' }],
    ['endpoint', { document: { endpoint: '/users', schema: urn } }],
    ['endpoint', { document: { endpoint: '/a/b', schema: urn } }],
    ['endpoint', { document: { schema: urn } }],
    ['schema', { document: { endpoint: '/Badges', schema: 'urn:example:other' } }],
  ])('make no resource type with a %s like %j', (field, changes) => {
    const before = given(directoryDecider).events(created, putEvent());
    expect(before.when({ ...type, ...changes }).decision).toEqual(rejected('invalid', field));
  });

  it('keep apart the endpoints of two resource types', () => {
    const second = { ...type, name: 'Card', document: { endpoint: '/badges', schema: urn } };
    expect(withBadges().when(second).decision).toEqual(rejected('invalid', 'endpoint'));
  });

  it('named like a member of every object are still unknown', () => {
    expect(acme().when({ kind: 'remove-schema', id: 'toString' }).decision).toEqual(rejected('invalid', 'id'));
    expect(acme().when({ kind: 'remove-resource-type', name: 'constructor' }).decision).toEqual(
      rejected('invalid', 'name'),
    );
  });
});
