import { randomUUID } from 'node:crypto';
import { JOURNAL_TOPIC } from '#journal';
import type { Log } from '#log';
import { eventually } from '#testing';
import { type Answer, aPerson, type Client } from '../e2e/clients.js';
import { onFirstProposal } from './append-faults.js';
import { judged, proposalsOf, recordsOnJournal } from './journal.js';
import { type Directory, type Gateway, openStage, type Stage } from './stage.js';

const pastTheDeadlineMs = 7_000;

describe('what goes wrong between gateway and log', () => {
  let stage: Stage;
  let second: Gateway;
  let directory: Directory;

  beforeAll(async () => {
    stage = await openStage();
    await stage.projector();
    await stage.gateway();
    second = await stage.gateway({ log: stage.logClient() });
  });
  beforeEach(async () => {
    directory = await stage.directory();
  });
  afterEach(() => stage.log.inject(undefined));
  afterAll(() => stage.end());

  const create = (userName: string, scim: Client = directory.scim): Promise<Answer> =>
    scim.request('POST', '/Users', aPerson(userName));
  const total = async (): Promise<unknown> => {
    const count = 'select count(*) as total from rm_1.resource where directory_id = $1';
    return (await stage.database.query<{ total: number }>(count, [directory.id]))[0]?.total;
  };
  const eventsOf = async (id: unknown): Promise<readonly string[]> => {
    const select = 'select type from rm_1.event where aggregate_id = $1 order by src, idx';
    return (await stage.database.query<{ type: string }>(select, [id])).map(({ type }) => type);
  };
  const expectNotApplied = (answer: Answer): void => {
    expect(answer).toMatchObject({ status: 503, body: { detail: expect.stringContaining('not applied') } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  };

  it('row 1: a gateway dies before its record is appended: nothing has happened, and the client may repeat', async () => {
    const log = stage.logClient();
    const { plan, met } = onFirstProposal({ kind: 'ack-without-write' });
    log.inject(plan);
    const dying = await stage.gateway({ log });
    const unanswered = create('ada@example.com', directory.through(dying));
    await met;
    expect(proposalsOf(stage.log, directory.id)).toEqual([]);
    expect(await create('ada@example.com', directory.through(second))).toMatchObject({ status: 201 });
    await stage.shift(pastTheDeadlineMs);
    expectNotApplied(await unanswered);
    expect(await total()).toBe(1);
  });

  it('row 2: the acknowledgement is lost and the log client sends the record again: the second is ignored', async () => {
    stage.log.inject(onFirstProposal({ kind: 'duplicate' }).plan);
    const answer = await create('ada@example.com');
    expect(answer).toMatchObject({ status: 201 });
    expect(answer.headers.get('etag')).toBe('W/"1"');
    await judged(stage);
    expect(proposalsOf(stage.log, directory.id)).toHaveLength(2);
    expect(await eventsOf(answer.body['id'])).toEqual(['user.created']);
    expect(await total()).toBe(1);
  });

  it('row 2: the acknowledgement is lost and nobody sends it again: the verdict is the answer', async () => {
    stage.log.inject(onFirstProposal({ kind: 'write-without-ack' }).plan);
    expect(await create('ada@example.com')).toMatchObject({ status: 201 });
    expect(await total()).toBe(1);
  });

  it('row 3: a record is acknowledged and never written: definitely not applied, and safe to repeat', async () => {
    const { plan, met } = onFirstProposal({ kind: 'ack-without-write' });
    stage.log.inject(plan);
    const answer = create('ada@example.com');
    await met;
    await stage.shift(pastTheDeadlineMs);
    expectNotApplied(await answer);
    expect(await create('ada@example.com')).toMatchObject({ status: 201 });
    expect(await total()).toBe(1);
  });

  it('row 5: a record lands after its deadline: it is void, and so it was answered', async () => {
    const { plan, met } = onFirstProposal({ kind: 'late', ms: 1_500 });
    stage.log.inject(plan);
    const late = create('ada@example.com');
    await met;
    await stage.shift(pastTheDeadlineMs);
    expectNotApplied(await late);
    await eventually(() => proposalsOf(stage.log, directory.id).length === 1);
    await judged(stage);
    const verdicts = 'select reason from rm_1.verdict where command_id = $1';
    expect(await stage.database.query(verdicts, [proposalsOf(stage.log, directory.id)[0]?.commandId])).toEqual([
      { reason: 'expired' },
    ]);
    expect(await total()).toBe(0);
    expect(await create('ada@example.com')).toMatchObject({ status: 201 });
  });

  it('row 5: a repeat with the same Idempotency-Key is not held to the record that came too late', async () => {
    const keyed = () =>
      directory.scim.request('POST', '/Users', aPerson('ada@example.com'), { 'idempotency-key': key });
    const key = randomUUID();
    const { plan, met } = onFirstProposal({ kind: 'late', ms: 1_500 });
    stage.log.inject(plan);
    const late = keyed();
    await met;
    await stage.shift(pastTheDeadlineMs);
    expectNotApplied(await late);
    await eventually(() => proposalsOf(stage.log, directory.id).length === 1);
    await judged(stage);
    expect(await keyed()).toMatchObject({ status: 201 });
    expect(await total()).toBe(1);
  });

  it('row 6: many race for one name through two gateways: one gets it, the others hear 409', async () => {
    const racers = Array.from({ length: 24 }, (_, n) =>
      create('ada@example.com', n % 2 === 0 ? directory.scim : directory.through(second)),
    );
    const answers = await Promise.all(racers);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const losers = answers.filter(({ status }) => status !== 201);
    for (const loser of losers) expect(loser).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect(await total()).toBe(1);
  });

  it('row 6: two race for one version: one changes it, the other hears 412', async () => {
    const { body } = await create('ada@example.com');
    const change = (scim: Client, title: string) =>
      scim.request('PUT', `/Users/${body['id']}`, aPerson('ada@example.com', { title }), { 'if-match': 'W/"1"' });
    const answers = await Promise.all([change(directory.scim, 'one'), change(directory.through(second), 'two')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200);
    const read = await directory.scim.request('GET', `/Users/${body['id']}`);
    expect(read.body).toEqual(winner?.body);
    expect(read.headers.get('etag')).toBe('W/"2"');
  });

  it('row 6: a record is overtaken by a later one: the order on the log counts, not that of the requests', async () => {
    const { plan, met } = onFirstProposal({ kind: 'overtaken', ms: 2_000 });
    stage.log.inject(plan);
    const overtaken = create('ada@example.com');
    await met;
    const overtaking = await directory.scim.request('POST', '/Users', aPerson('ADA@example.com'));
    expect(overtaking).toMatchObject({ status: 201 });
    expect(await overtaken).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect(await total()).toBe(1);
  });

  it('row 13: the log refuses: definitely not applied', async () => {
    stage.log.inject(onFirstProposal({ kind: 'refused' }).plan);
    expectNotApplied(await create('ada@example.com'));
    expect(await total()).toBe(0);
  });

  it('row 13: a gateway is cut off from the log: it says so, refuses writes before they begin, and reads on', async () => {
    const cut = { isCut: false };
    const isolated = await stage.gateway({ log: cuttable(stage.logClient(), cut) });
    const scim = directory.through(isolated);
    const { body } = await create('ada@example.com', scim);
    cut.isCut = true;
    const during = create('eve@example.com', scim);
    await eventually(async () => (await isolated.health.report()).checks['log'] !== 'ok', { deadlineMs: 10_000 });
    const before = recordsOnJournal(stage.log);
    expectNotApplied(await create('bob@example.com', scim));
    expect((await isolated.health.report()).ready).toBe(false);
    expect(await scim.request('GET', `/Users/${body['id']}`)).toMatchObject({ status: 200 });
    expect(recordsOnJournal(stage.log)).toBe(before);
    await stage.shift(9_000);
    expect((await during).status).toBe(503);
    cut.isCut = false;
    await eventually(async () => expect(await create('bob@example.com', scim)).toMatchObject({ status: 201 }));
  });

  it('row 19: a gateway’s clock is an hour behind: at most one write is refused, then it knows the log’s time', async () => {
    const behind = await stage.gateway({ log: stage.logClient(), clock: { now: () => stage.clock.now() - 3_600_000 } });
    const scim = directory.through(behind);
    await eventually(async () => expect(await create('ada@example.com', scim)).toMatchObject({ status: 201 }), {
      deadlineMs: 10_000,
    });
    expect(await create('bob@example.com', scim)).toMatchObject({ status: 201 });
  });

  it('row 19: a gateway’s clock is an hour ahead: its writes are taken all the same', async () => {
    const ahead = await stage.gateway({ log: stage.logClient(), clock: { now: () => stage.clock.now() + 3_600_000 } });
    expect(await create('ada@example.com', directory.through(ahead))).toMatchObject({ status: 201 });
  });

  it('row 18: the log’s clock goes back: time of decisions stands still instead, and nobody is locked out', async () => {
    const ada = await create('ada@example.com');
    await stage.shift(-30_000);
    const bob = await create('bob@example.com');
    expect(bob).toMatchObject({ status: 201 });
    const createdAt = ({ body }: Answer) => Date.parse((body['meta'] as { created: string }).created);
    expect(createdAt(bob)).toBeGreaterThanOrEqual(createdAt(ada));
    await stage.shift(30_000);
  });
});

/** A log client whose network can be cut: nothing gets through any more, and nothing comes back. */
const cuttable = (log: Log, state: { readonly isCut: boolean }): Log => {
  const never = new Promise<never>(() => undefined);
  return {
    ...log,
    append: (topic, records) => (state.isCut && topic === JOURNAL_TOPIC ? never : log.append(topic, records)),
    ends: (topic) => (state.isCut ? never : log.ends(topic)),
  };
};
