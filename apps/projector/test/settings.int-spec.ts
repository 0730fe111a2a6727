import { INSTALLATION, type JournalEvent, type Proposal } from '#journal';
import { newId } from '#runtime';
import { eventually } from '#testing';
import { Proposer } from './proposals.js';
import { openStage, START_MS, type Stage } from './stage.js';

describe('directories and targets on the journal', () => {
  let stage: Stage;
  let proposer: Proposer;

  beforeAll(async () => {
    stage = await openStage();
    await stage.start();
    proposer = new Proposer(stage, INSTALLATION);
  });
  afterAll(() => stage.end());

  const change = (type: 'Directory' | 'Target', id: string, events: readonly JournalEvent[], isNew = false): Proposal =>
    proposer.proposal({ type, id }, { expect: { is: isNew ? 'absent' : 'present' }, events });
  const event = (type: string, data: JournalEvent['data'] = {}): JournalEvent => ({ type, v: 1, data });
  const created = event('directory.created', { name: 'acme', provider: 'jumpcloud', settings: { a: 1 } });

  it('give a directory with its tokens, as the last event left it', async () => {
    const id = newId();
    const [kept, revoked] = [newId(), newId()];
    const issued = (tokenId: string) =>
      event('directory.token_issued', { tokenId, digest: `d-${tokenId}`, label: 'first', expiresAt: null });
    await stage.append(change('Directory', id, [created, issued(kept), issued(revoked)], true));
    stage.clock.advance(1_000);
    await stage.append(
      change('Directory', id, [event('directory.renamed', { name: 'acme 2' }), event('directory.disabled')]),
      change('Directory', id, [event('directory.token_revoked', { tokenId: revoked })]),
    );
    await stage.judged();
    const directories = await stage.reads.directories(stage.database);
    expect(directories.find((directory) => directory.id === id)).toEqual({
      id,
      name: 'acme 2',
      provider: 'jumpcloud',
      state: 'disabled',
      settings: { a: 1 },
      schemas: { schemas: {}, resourceTypes: {} },
      version: 3,
      createdAt: START_MS,
      modifiedAt: START_MS + 1_000,
    });
    const tokens = await stage.reads.tokens(stage.database);
    expect(tokens.map(({ tokenId, revokedAt }) => [tokenId, revokedAt]).sort()).toEqual(
      [
        [kept, null],
        [revoked, START_MS + 1_000],
      ].sort(),
    );
  });

  it('keep custom schemas and resource types under their URN and name', async () => {
    const id = newId();
    const urn = 'urn:example:badge:1.0';
    const document = { id: urn, attributes: [] };
    await stage.append(
      change('Directory', id, [created], true),
      change('Directory', id, [event('directory.schema_put', { id: urn, document, extends: [], revision: 1 })]),
      change('Directory', id, [event('directory.resource_type_put', { name: 'Badge', document: {}, revision: 1 })]),
      change('Directory', id, [event('directory.resource_type_removed', { name: 'Badge' })]),
    );
    await stage.judged();
    const directories = await stage.reads.directories(stage.database);
    expect(directories.find((directory) => directory.id === id)?.schemas).toEqual({
      schemas: { [urn]: { document, extends: [], revision: 1 } },
      resourceTypes: {},
    });
  });

  it('give targets and publish their orders with the settings', async () => {
    const id = newId();
    const directoryId = newId();
    const definition = { directoryId, name: 't', profile: 'generic', url: 'http://x', secret: 's', settings: { k: 1 } };
    await stage.append(
      change('Target', id, [event('target.added', definition)], true),
      change('Target', id, [event('target.paused', { directoryId })]),
      change('Target', id, [event('target.resync_requested', { directoryId })]),
      change('Target', id, [event('target.updated', { ...definition, name: 't2', changed: ['name'] })]),
    );
    await stage.judged();
    const [target] = await stage.reads.targets(stage.database);
    expect(target).toMatchObject({ id, directoryId, name: 't2', state: 'paused', resync: 1, version: 4, secret: 's' });
    const published = () => stage.published().filter((each) => each.resource.id === id);
    await eventually(() => expect(published()).toHaveLength(4));
    expect(published().map(({ type }) => type)).toEqual([
      'target.added',
      'target.paused',
      'target.resync_requested',
      'target.updated',
    ]);
    expect(published()[0]).toMatchObject({ directoryId: INSTALLATION, data: definition });
    await stage.append(change('Target', id, [event('target.removed', { directoryId })]));
    await stage.judged();
    expect(await stage.reads.targets(stage.database)).toEqual([]);
  });

  it('never publish a token', async () => {
    const secretWord = `digest-${newId()}`;
    const id = newId();
    const token = { tokenId: newId(), digest: secretWord, label: 'l', expiresAt: null };
    await stage.append(
      change('Directory', id, [created, event('directory.token_issued', token)], true),
      change('Directory', id, [event('directory.renamed', { name: 'x' })]),
    );
    const published = () => stage.published().filter((each) => each.resource.id === id);
    await eventually(() =>
      expect(published().map(({ type }) => type)).toEqual(['directory.created', 'directory.updated']),
    );
    expect(JSON.stringify(stage.published())).not.toContain(secretWord);
  });
});
