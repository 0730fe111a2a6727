import { randomBytes } from 'node:crypto';
import { partitionOf } from '#journal';
import { LIFECYCLE_TOPIC } from '#lifecycle';
import { SubjectKeys } from '#privacy';
import { eventually } from '#testing';
import { Proposer } from './proposals.js';
import { openStage, PARTITIONS, publishedIn, type Stage } from './stage.js';

describe('an aggregate whose projection fails', () => {
  let stage: Stage;
  let proposer: Proposer;

  beforeAll(async () => {
    stage = await openStage();
    await stage.start();
  });
  afterAll(() => stage.end());
  beforeEach(() => {
    proposer = new Proposer(stage);
  });

  const find = (id: string) =>
    stage.reads.resource(stage.database, { directoryId: proposer.directoryId, type: 'User', id });
  const parkedOne = async (id: string) => (await stage.reads.parked(stage.database)).find((each) => each.id === id);
  const published = () =>
    publishedIn(stage.log, partitionOf(proposer.directoryId, PARTITIONS)).filter(
      (event) => event.directoryId === proposer.directoryId,
    );

  it('is parked, judged as ever, and delays nobody else', async () => {
    const odd = await proposer.createUser({ userName: 'odd' });
    const event = { ...odd.events[0], type: 'user.created', v: 99, data: {} };
    const other = await proposer.createUser({ userName: 'other' });
    const later = proposer.updateUser(odd.aggregate.id, 1, { userName: 'odd2' });
    await stage.append({ ...odd, events: [event] }, other, later);
    await stage.judged();
    expect(await find(odd.aggregate.id)).toBe('parked');
    expect(await find(other.aggregate.id)).toMatchObject({ version: 1 });
    const verdicts = await stage.reads.verdicts(stage.database, [odd.commandId, later.commandId]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(
      expect.arrayContaining([
        { is: 'accepted', version: 1 },
        { is: 'accepted', version: 2 },
      ]),
    );
    expect(await parkedOne(odd.aggregate.id)).toMatchObject({
      error: 'EVENT_UNKNOWN at user.created/99',
      waitingEvents: 2,
    });
    await eventually(() => expect(published()).toHaveLength(1));
    expect(published()[0]?.resource.id).toBe(other.aggregate.id);
  });

  it('stays parked when it is released before its cause is gone', async () => {
    const odd = await proposer.createUser({ userName: 'odd' });
    await stage.append({ ...odd, events: [{ type: 'user.promoted', v: 1, data: {} }] });
    await stage.judged();
    await stage.append(proposer.control('release', odd.aggregate));
    await stage.judged();
    expect(await parkedOne(odd.aggregate.id)).toMatchObject({ waitingEvents: 1 });
  });

  it('is let go by a skip, and the next event brings the whole resource', async () => {
    const odd = await proposer.createUser({ userName: 'odd' });
    const { id } = odd.aggregate;
    const skip = proposer.control('skip', odd.aggregate);
    await stage.append({ ...odd, events: [{ type: 'user.promoted', v: 1, data: {} }] });
    await stage.append(skip);
    await stage.append(proposer.updateUser(id, 1, { userName: 'even' }));
    await stage.judged();
    expect(await parkedOne(id)).toBeUndefined();
    expect(await find(id)).toMatchObject({ version: 2, attributes: { userName: 'even' } });
    const [answer] = await stage.reads.verdicts(stage.database, [skip.commandId]);
    expect(answer?.verdict).toMatchObject({ is: 'accepted' });
  });

  it('is parked alone when the database refuses one of its values', async () => {
    const tooLong = randomBytes(6_000).toString('base64');
    const before = await proposer.createUser({ userName: 'b' });
    const refused = await proposer.createUser({ userName: 'r', externalId: tooLong });
    const after = await proposer.createUser({ userName: 'a' });
    await stage.append(before, refused, after);
    await stage.judged();
    expect(await parkedOne(refused.aggregate.id)).toMatchObject({
      error: 'REFUSED_BY_DATABASE 54000',
      waitingEvents: 1,
    });
    expect(await find(before.aggregate.id)).toMatchObject({ version: 1 });
    expect(await find(after.aggregate.id)).toMatchObject({ version: 1 });
  });
});

describe('a parked aggregate that is released', () => {
  let stage: Stage;
  let proposer: Proposer;

  beforeAll(async () => {
    stage = await openStage();
    const keysOfAnotherProcess = new SubjectKeys({ database: stage.database, master: stage.master, cacheSize: 1 });
    await stage.start({ subjectKeys: keysOfAnotherProcess });
    proposer = new Proposer(stage);
  });
  afterAll(() => stage.end());

  it('is applied in order, and published at the place of the release', async () => {
    const created = await proposer.createUser({ userName: 'lost' });
    const { id } = created.aggregate;
    const bringBackKey = await loseKey(id);
    const between = await proposer.createUser({ userName: 'between' });
    await stage.append(created, proposer.updateUser(id, 1, { userName: 'found', title: 'x' }), between);
    await stage.judged();
    const find = () => stage.reads.resource(stage.database, { directoryId: proposer.directoryId, type: 'User', id });
    expect(await find()).toBe('parked');
    await bringBackKey();
    await stage.append(proposer.control('release', created.aggregate));
    await stage.judged();
    expect(await find()).toMatchObject({ version: 2, attributes: { userName: 'found', title: 'x' } });
    expect(await stage.reads.parked(stage.database)).toEqual([]);
    await eventually(() => expect(stage.published()).toHaveLength(3));
    expect(stage.published().map(({ resource }) => [resource.id, resource.version])).toEqual([
      [between.aggregate.id, 1],
      [id, 1],
      [id, 2],
    ]);
    const positions = stage.log
      .records(LIFECYCLE_TOPIC, partitionOf(proposer.directoryId, PARTITIONS))
      .map((record) => record.headers['pos']);
    expect(positions).toEqual(['2:0', '3:0', '3:1']);
  });

  /** @returns how to bring the row back */
  const loseKey = async (id: string) => {
    const where = 'core.subject_key where subject_id = $1';
    const [row] = await stage.database.query<{ wrapped: Buffer }>(`select wrapped from ${where}`, [id]);
    await stage.database.query(`delete from ${where}`, [id]);
    const insert = "insert into core.subject_key (subject_id, wrapped, state) values ($1, $2, 'active')";
    return () => stage.database.query(insert, [id, row?.wrapped]);
  };
});
