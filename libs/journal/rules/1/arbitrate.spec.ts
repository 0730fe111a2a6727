import {
  type ArbiterRows,
  type ArbiterView,
  arbitrate,
  createArbiterView,
  type JournalRecord,
  type Judgement,
  keysNeeded,
  type Part,
  type Proposal,
} from '#journal';
import { anId, aProposal } from '#testing';

const directoryId = anId(1);
const barbara = { type: 'User', id: anId(2) };
const other = { type: 'User', id: anId(3) };
const live = { directoryId, ...barbara, version: 3, deleted: false };
const dead = { ...live, version: 4, deleted: true };
const expired: Judgement = { is: 'void', reason: 'expired' };
const ignored: Judgement = { is: 'ignored' };
const accepted = (version: number): Judgement => ({ is: 'accepted', version });
const voided = (reason: 'exists' | 'gone' | 'version' | 'incomplete'): Judgement => ({ is: 'void', reason });

const viewOf = (rows: Partial<ArbiterRows> = {}): ArbiterView => createArbiterView(rows);
const judge = (view: ArbiterView, record: JournalRecord, t = 5_000): Judgement => arbitrate(view, record, t).judgement;
const owned = (scope: string, key: string, owner = barbara) => ({
  directoryId,
  scope,
  key,
  owner: { directoryId, ...owner },
});
const partOf = (proposal: Proposal, index: number, changes: Partial<Part> = {}): Part => ({
  kind: 'part',
  format: 1,
  rules: 1,
  commandId: proposal.commandId,
  directoryId,
  notAfter: 10_000,
  index,
  events: [{ type: 'e', v: 1, data: { index } }],
  ...changes,
});

describe('expectations', () => {
  it.each([
    ['absent', undefined, accepted(1)],
    ['absent', live, voided('exists')],
    ['absent', dead, voided('exists')],
    ['present', undefined, voided('gone')],
    ['present', live, accepted(4)],
    ['present', dead, voided('gone')],
  ] as const)('%s on %j gives %j', (is, head, judgement) => {
    expect(judge(viewOf({ heads: head ? [head] : [] }), aProposal({ expect: { is } }))).toEqual(judgement);
  });

  it.each([
    [undefined, 3, voided('gone')],
    [dead, 4, voided('gone')],
    [live, 2, voided('version')],
    [live, 4, voided('version')],
    [live, 3, accepted(4)],
  ] as const)('of a version, on %j, asking for %d, gives %j', (head, version, judgement) => {
    const view = viewOf({ heads: head ? [head] : [] });
    expect(judge(view, aProposal({ expect: { is: 'version', version } }))).toEqual(judgement);
  });

  it('keep aggregates of two directories apart that share an id', () => {
    const view = viewOf({ heads: [{ ...live, directoryId: anId(9) }] });
    expect(judge(view, aProposal())).toEqual(accepted(1));
  });
});

describe('the deadline', () => {
  it('is met at its very millisecond and missed one later', () => {
    expect(judge(viewOf(), aProposal({ notAfter: 5_000 }), 5_000)).toEqual(accepted(1));
    expect(judge(viewOf(), aProposal({ notAfter: 5_000 }), 5_001)).toEqual(expired);
  });

  it('comes before everything else: a late repeat of a judged command is expired, remembered or not', () => {
    const proposal = aProposal();
    expect(judge(viewOf({ verdicts: [proposal.commandId] }), proposal, 10_001)).toEqual(expired);
    expect(judge(viewOf(), proposal, 10_001)).toEqual(expired);
  });

  it('leaves an expired command judged, so that nothing revives it', () => {
    const view = viewOf();
    const proposal = aProposal();
    judge(view, proposal, 10_001);
    expect(judge(view, { ...proposal, notAfter: 20_000 }, 10_002)).toEqual(ignored);
  });
});

describe('repeats', () => {
  it('of an accepted command change nothing', () => {
    const view = viewOf();
    const proposal = aProposal();
    judge(view, proposal);
    expect(arbitrate(view, proposal, 5_000)).toEqual({ judgement: ignored });
  });

  it('of a void command are ignored too, even when it would now be accepted', () => {
    const view = viewOf();
    const update = aProposal({ expect: { is: 'present' } });
    expect(judge(view, update)).toEqual(voided('gone'));
    judge(view, aProposal());
    expect(judge(view, update)).toEqual(ignored);
  });
});

describe('claims', () => {
  const claiming = (claims: Proposal['claims'], changes: Partial<Proposal> = {}): Proposal =>
    aProposal({ expect: { is: 'version', version: 3 }, ...(claims !== undefined && { claims }), ...changes });

  it('of another aggregate are refused, with the scope', () => {
    const view = viewOf({ heads: [live], claims: [owned('userName/1', 'k', other)] });
    const proposal = claiming({ 'externalId/1': ['x'], 'userName/1': ['k'] });
    expect(arbitrate(view, proposal, 5_000)).toEqual({
      judgement: { is: 'void', reason: 'uniqueness', scope: 'userName/1' },
    });
    expect(view.claims.size).toBe(1);
  });

  it('are the full value per scope: what is no longer named is released, what is held stays', () => {
    const claims = [owned('userName/1', 'old'), owned('emails/1', 'kept'), owned('emails/1', 'dropped')];
    const view = viewOf({ heads: [live], claims });
    const proposal = claiming({ 'userName/1': ['new', 'new'], 'emails/1': ['kept'] });
    expect(arbitrate(view, proposal, 5_000).effects).toMatchObject({
      claimsTaken: [{ scope: 'userName/1', key: 'new' }],
      claimsReleased: [
        { scope: 'userName/1', key: 'old' },
        { scope: 'emails/1', key: 'dropped' },
      ],
    });
  });

  it('of scopes that are not named stay, and an empty list releases a scope', () => {
    const view = viewOf({ heads: [live], claims: [owned('userName/1', 'a'), owned('externalId/1', 'b')] });
    expect(arbitrate(view, claiming({ 'externalId/1': [] }), 5_000).effects).toMatchObject({
      claimsTaken: [],
      claimsReleased: [{ scope: 'externalId/1', key: 'b' }],
    });
    expect([...view.claims.values()]).toHaveLength(1);
  });

  it('stay as they are when a proposal names none', () => {
    const view = viewOf({ heads: [live], claims: [owned('userName/1', 'a')] });
    expect(arbitrate(view, claiming(undefined), 5_000).effects).toMatchObject({ claimsTaken: [], claimsReleased: [] });
  });

  it('are all released by a delete, whatever it names, and only those of its own', () => {
    const view = viewOf({ heads: [live], claims: [owned('userName/1', 'a'), owned('userName/1', 'b', other)] });
    const { effects } = arbitrate(view, claiming({ 'userName/1': ['b'] }, { deletes: true }), 5_000);
    expect(effects).toMatchObject({
      deleted: true,
      version: 4,
      claimsTaken: [],
      claimsReleased: [{ scope: 'userName/1', key: 'a' }],
    });
  });

  it('released or taken by a record are so for the next record of the batch', () => {
    const view = viewOf({ heads: [live], claims: [owned('userName/1', 'k')] });
    const create = (): Proposal => aProposal({ aggregate: other, claims: { 'userName/1': ['k'] } });
    expect(judge(view, create())).toMatchObject({ reason: 'uniqueness' });
    expect(judge(view, claiming(undefined, { deletes: true }))).toEqual(accepted(4));
    expect(judge(view, create())).toEqual(accepted(1));
    expect(
      judge(view, aProposal({ aggregate: { type: 'User', id: anId(4) }, claims: { 'userName/1': ['k'] } })),
    ).toEqual({ is: 'void', reason: 'uniqueness', scope: 'userName/1' });
  });

  it('are of a directory: the same key in another one is free', () => {
    const view = viewOf({ claims: [{ ...owned('userName/1', 'k', other), directoryId: anId(9) }] });
    expect(judge(view, aProposal({ claims: { 'userName/1': ['k'] } }))).toEqual(accepted(1));
  });
});

describe('a proposal in parts', () => {
  const whole = (parts: number): Proposal => aProposal({ parts, events: [{ type: 'last', v: 1, data: {} }] });

  it('is accepted with the events of all parts, by index, then its own', () => {
    const view = viewOf();
    const proposal = whole(2);
    expect(arbitrate(view, partOf(proposal, 1), 5_000).effects?.kind).toBe('part-stored');
    judge(view, partOf(proposal, 0));
    const { judgement, effects } = arbitrate(view, proposal, 5_000);
    expect(judgement).toEqual(accepted(1));
    expect(effects?.kind === 'accepted' && effects.events.map(({ data, type }) => data['index'] ?? type)).toEqual([
      0,
      1,
      'last',
    ]);
  });

  it('is void when a part is missing', () => {
    const proposal = whole(2);
    expect(judge(viewOf({ parts: [partOf(proposal, 1)] }), proposal)).toEqual(voided('incomplete'));
  });

  it('is void when a part has expired, so that it does not matter whether its row was cleared away', () => {
    const proposal = whole(1);
    const parts = [partOf(proposal, 0, { notAfter: 4_999 })];
    expect(judge(viewOf({ parts }), proposal, 5_000)).toEqual(voided('incomplete'));
  });

  it('takes the first of two parts with one index', () => {
    const view = viewOf();
    const proposal = whole(1);
    judge(view, partOf(proposal, 0));
    expect(arbitrate(view, partOf(proposal, 0, { events: [] }), 5_000)).toEqual({ judgement: ignored });
    expect(arbitrate(view, proposal, 5_000).effects).toMatchObject({ events: [{ data: { index: 0 } }, {}] });
  });

  it('stores no part that is late or whose command was judged', () => {
    const proposal = whole(1);
    expect(arbitrate(viewOf(), partOf(proposal, 0), 10_001)).toEqual({ judgement: ignored });
    const judged = viewOf({ verdicts: [proposal.commandId] });
    expect(arbitrate(judged, partOf(proposal, 0), 5_000)).toEqual({ judgement: ignored });
  });
});

describe('other records', () => {
  it('of kind noop change nothing', () => {
    expect(arbitrate(viewOf(), { kind: 'noop', format: 1, rules: 1 }, 5_000)).toEqual({ judgement: ignored });
  });

  it('of kind control pass through', () => {
    const control = {
      kind: 'control',
      format: 1,
      rules: 1,
      commandId: anId(5),
      directoryId,
      action: 'skip',
      aggregate: barbara,
      actor: { kind: 'admin' },
      requestId: 'r',
    } as const;
    expect(arbitrate(viewOf(), control, 5_000)).toEqual({ judgement: ignored, effects: { kind: 'control', control } });
  });
});

describe('what a batch needs loaded', () => {
  it('is named once each: heads, claims, owners, commands and parts', () => {
    const proposal = aProposal({ claims: { 'userName/1': ['k'] }, parts: 1, events: [] });
    const plain = aProposal({ aggregate: other });
    const late = partOf(aProposal(), 0);
    const address = { directoryId, ...barbara };
    expect(keysNeeded([proposal, proposal, plain, late])).toEqual({
      heads: [address, { directoryId, ...other }],
      claims: [{ directoryId, scope: 'userName/1', key: 'k' }],
      owners: [address],
      commandIds: [proposal.commandId, plain.commandId, late.commandId],
      partCommandIds: [proposal.commandId, late.commandId],
    });
  });

  it('includes all claims of an aggregate that is deleted', () => {
    expect(keysNeeded([aProposal({ deletes: true })]).owners).toEqual([{ directoryId, ...barbara }]);
  });
});
