import { EMPTY_DIGEST, JOURNAL_TOPIC, partitionOf } from '#journal';
import { decodeLifecycle, isAfter, LIFECYCLE_TOPIC, type Position } from '#lifecycle';
import type { LogBatch } from '#log';
import { openMemoryLog } from '#log/memory';
import type { Database, Transaction } from '#persistence';
import { createGeneration, FIRST_GENERATION, projectorStatements } from '#read-model';
import { eventually } from '#testing';
import { decodeBatch } from '../src/journal-loop/decoded-batch.js';
import { type BatchDependencies, handleBatch } from '../src/journal-loop/handle-batch.js';
import { Publisher } from '../src/publishing/publisher.js';
import { loopOn } from './loop-on.js';
import { Proposer } from './proposals.js';
import { openStage, PARTITIONS, START_MS, type Stage } from './stage.js';
import { backUp, restore, tablesOf } from './tables.js';

const statements = projectorStatements(FIRST_GENERATION);

describe('windows of the protocol, at the projector', () => {
  let stage: Stage;
  let proposer: Proposer;
  let partition: number;
  let dependencies: BatchDependencies;

  beforeEach(async () => {
    stage = await openStage();
    proposer = new Proposer(stage);
    partition = partitionOf(proposer.directoryId, PARTITIONS);
    dependencies = { database: stage.database, subjectKeys: stage.subjectKeys, statements };
  });
  afterEach(() => stage.end());

  const batch = (from = 0): LogBatch => {
    const records = stage.log.records(JOURNAL_TOPIC, partition).slice(from);
    return { partition, records: records as unknown as LogBatch['records'] };
  };
  const handle = (from = 0, through: Partial<BatchDependencies> = {}) =>
    handleBatch({ ...dependencies, ...through }, partition, decodeBatch(batch(from)));
  const users = async () => {
    const rows = await stage.database.query<{ name: string; version: number }>(
      "select doc ->> 'userName' as name, version from rm_1.resource order by name",
    );
    return rows.map((row) => `${row.name}/${row.version}`);
  };
  const verdictOf = async (commandId: string) => (await stage.reads.verdicts(stage.database, [commandId]))[0]?.verdict;
  const loop = (log = stage.log) => loopOn(stage, { log });

  it('2: append succeeded, ack lost, retried: the duplicate is ignored', async () => {
    stage.log.inject(() => ({ kind: 'duplicate' }));
    const proposal = await proposer.createUser({ userName: 'one' });
    await stage.append(proposal);
    await handle();
    expect(batch().records).toHaveLength(2);
    expect(await users()).toEqual(['one/1']);
    expect(await verdictOf(proposal.commandId)).toEqual({ is: 'accepted', version: 1 });
  });

  it('5: a record that lands past its deadline is void, and a late repeat does not replace the verdict', async () => {
    const inTime = await proposer.createUser({ userName: 'early' }, { notAfter: START_MS + 1_000 });
    const late = await proposer.createUser({ userName: 'late' }, { notAfter: START_MS + 1_000 });
    await stage.append(inTime);
    stage.clock.advance(2_000);
    await stage.append(late, inTime);
    await handle();
    expect(await users()).toEqual(['early/1']);
    expect(await verdictOf(late.commandId)).toEqual({ is: 'void', reason: 'expired' });
    expect(await verdictOf(inTime.commandId)).toEqual({ is: 'accepted', version: 1 });
  });

  it('6: of two updates of one version the first in the log wins, in one batch or in two', async () => {
    const created = await proposer.createUser({ userName: 'v1' });
    const { id } = created.aggregate;
    const [first, second, third] = ['a', 'b', 'c'].map((title) =>
      proposer.updateUser(id, 1, { userName: 'v2', title }),
    );
    await stage.append(created, first!, second!);
    await handle();
    await stage.append(third!);
    await handle(3);
    expect(await verdictOf(first!.commandId)).toEqual({ is: 'accepted', version: 2 });
    expect(await verdictOf(second!.commandId)).toEqual({ is: 'void', reason: 'version' });
    expect(await verdictOf(third!.commandId)).toEqual({ is: 'void', reason: 'version' });
  });

  it('7: projector dies before commit: nothing is visible, redelivery applies everything once', async () => {
    await stage.append(await proposer.createUser({ userName: 'one' }), await proposer.createUser({ userName: 'two' }));
    const dying: Database = {
      ...stage.database,
      transaction: (work) =>
        stage.database.transaction(async (tx) => {
          await work(tx);
          throw new Error('killed');
        }),
    };
    await expect(handle(0, { database: dying })).rejects.toThrow('killed');
    expect(await users()).toEqual([]);
    await handle();
    expect(await users()).toEqual(['one/1', 'two/1']);
  });

  it('8: projector dies after commit: what is redelivered is dropped, what is new in it is applied', async () => {
    await stage.append(await proposer.createUser({ userName: 'one' }));
    await handle();
    expect(await handle()).toEqual({ is: 'stale', nextOffset: 1 });
    await stage.append(await proposer.createUser({ userName: 'two' }));
    expect(await handle()).toMatchObject({ is: 'committed', judged: { after: { nextOffset: 2 } } });
    expect(await users()).toEqual(['one/1', 'two/1']);
  });

  it('9: of two that believe they own a partition one commits, the other waits and drops everything', async () => {
    await stage.append(await proposer.createUser({ userName: 'one' }), await proposer.createUser({ userName: 'two' }));
    const outcomes = await Promise.all([handle(), handle(), handle()]);
    expect(outcomes.map((outcome) => outcome.is).sort()).toEqual(['committed', 'stale', 'stale']);
    expect(await users()).toEqual(['one/1', 'two/1']);
  });

  it('9: a zombie frozen inside its transaction is ended by the database, and what it holds is not applied', async () => {
    await stage.append(await proposer.createUser({ userName: 'one' }));
    let thaw: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    const inside = Promise.withResolvers<void>();
    const freezing: Database = {
      ...stage.database,
      transaction: (work) =>
        stage.database.transaction(async (tx) => {
          await tx.query("set local idle_in_transaction_session_timeout = '100ms'");
          await work(await freezeAfterFence(tx, inside.resolve, frozen));
          return undefined as never;
        }),
    };
    const zombie = handle(0, { database: freezing });
    zombie.catch(() => undefined);
    await inside.promise;
    expect(await handle()).toMatchObject({ is: 'committed' });
    thaw();
    await expect(zombie).rejects.toThrow();
    expect(await users()).toEqual(['one/1']);
  });

  it('11: the database goes back in time: the log says it again, same verdicts, only a suffix is published twice', async () => {
    const projector = await stage.start();
    await stage.append(await proposer.createUser({ userName: 'one' }));
    await stage.judged();
    await eventually(() => expect(stage.published()).toHaveLength(1));
    await backUp(stage.database, FIRST_GENERATION);
    const two = await proposer.createUser({ userName: 'two' });
    await stage.append(two, proposer.updateUser(two.aggregate.id, 1, { userName: 'two', title: 'x' }));
    await stage.append(await proposer.createUser({ userName: 'two' }));
    await stage.judged();
    await eventually(() => expect(stage.published()).toHaveLength(3));
    await projector.stop();
    const before = await tablesOf(stage.database, FIRST_GENERATION);
    await restore(stage.database, FIRST_GENERATION);
    expect(await users()).toEqual(['one/1']);
    await stage.start();
    await stage.judged();
    expect(await tablesOf(stage.database, FIRST_GENERATION)).toEqual(before);
    await eventually(() => expect(stage.published()).toHaveLength(5));
    expect(firstOccurrences()).toEqual(['0:0', '1:0', '2:0']);
  });

  it('12: publisher dies between send and mark: the lifecycle log repeats a suffix and nothing else', async () => {
    for (const userName of ['a', 'b', 'c']) await stage.append(await proposer.createUser({ userName }));
    await handle();
    let failures = 2;
    const dying: Database = {
      ...stage.database,
      query: (statement, values) => {
        const isMark = typeof statement !== 'string' && statement.name === 'core.mark_published';
        if (isMark && failures-- > 0) return Promise.reject(new Error('killed'));
        return stage.database.query(statement, values);
      },
    };
    const publisher = new Publisher({
      ...stage.dependencies,
      database: dying,
      statements,
      pollMs: 10,
    });
    publisher.start();
    publisher.own([partition]);
    await eventually(() => expect(stage.published()).toHaveLength(9));
    await publisher.stop();
    expect(firstOccurrences()).toEqual(['0:0', '1:0', '2:0']);
    expect(publisher.problem).toBeUndefined();
  });

  it('12: two publishers of one partition at a time: first occurrences are in order', async () => {
    const publishers = [1, 2].map(() => new Publisher({ ...stage.dependencies, statements, pollMs: 1 }));
    for (const publisher of publishers) {
      publisher.start();
      publisher.own([partition]);
    }
    for (let n = 0; n < 20; n += 1) {
      await stage.append(await proposer.createUser({ userName: `u${n}` }));
      await handle(n);
      for (const publisher of publishers) publisher.wake(partition);
    }
    await eventually(() => expect(firstOccurrences()).toHaveLength(20));
    await Promise.all(publishers.map((publisher) => publisher.stop()));
    expect(firstOccurrences()).toEqual(Array.from({ length: 20 }, (_, src) => `${src}:0`));
  });

  it('17: log cut at its end: the record judged last is gone, the partition stops and nothing is judged', async () => {
    await stage.append(await proposer.createUser({ userName: 'one' }), await proposer.createUser({ userName: 'two' }));
    await handle();
    const other = openMemoryLog({ clock: stage.clock });
    await other.create(JOURNAL_TOPIC, { partitions: PARTITIONS, time: 'append', retention: 'forever' });
    const stopped = loop(other);
    await expect(stopped.position(partition)).rejects.toMatchObject({ code: 'FOREIGN_LOG' });
    await expect(stopped.onBatch(batch())).rejects.toMatchObject({ code: 'FOREIGN_LOG' });
    expect(stopped.stops.problem).toContain(`Partition ${partition} stands still`);
    await other.close();
  });

  it('17: log made anew with other records at the same places: the partition stops', async () => {
    await stage.append(await proposer.createUser({ userName: 'one' }));
    await handle();
    const other = openMemoryLog({ clock: stage.clock });
    await other.create(JOURNAL_TOPIC, { partitions: PARTITIONS, time: 'append', retention: 'forever' });
    await other.append(JOURNAL_TOPIC, [{ ...batch().records[0], headers: {} }]);
    await expect(loop(other).position(partition)).rejects.toMatchObject({ code: 'FOREIGN_LOG' });
    await other.close();
  });

  it('17: a gap makes the reader seek once, and stops the partition when it is still there', async () => {
    await stage.append(await proposer.createUser({ userName: 'one' }), await proposer.createUser({ userName: 'two' }));
    const gapped = loop();
    expect(await gapped.onBatch(batch(1))).toBe(0);
    expect(await gapped.onBatch(batch(0))).toBe(2);
    await stage.append(
      await proposer.createUser({ userName: 'three' }),
      await proposer.createUser({ userName: 'four' }),
    );
    expect(await gapped.onBatch(batch(3))).toBe(2);
    await expect(gapped.onBatch(batch(3))).rejects.toMatchObject({ code: 'GAP' });
    expect(await users()).toEqual(['one/1', 'two/1']);
  });

  it('18: broker clocks that go back move neither deadlines nor times back', async () => {
    const created = await proposer.createUser({ userName: 'one' });
    await stage.append(created);
    stage.clock.set(START_MS - 60_000);
    const expired = proposer.updateUser(created.aggregate.id, 1, { userName: 'x' });
    const update = proposer.updateUser(created.aggregate.id, 1, { userName: 'two' });
    await stage.append({ ...expired, notAfter: START_MS - 1 }, update);
    await handle();
    expect(await verdictOf(expired.commandId)).toEqual({ is: 'void', reason: 'expired' });
    const found = await stage.reads.resource(stage.database, {
      directoryId: proposer.directoryId,
      ...created.aggregate,
    });
    expect(found).toMatchObject({ version: 2, createdAt: START_MS, modifiedAt: START_MS });
  });

  it('20: a rebuild in batches of another size gives the same digests and the same tables', async () => {
    await stage.start({ maxRecords: 3 });
    await live(stage, proposer);
    await stage.judged();
    await createGeneration(stage.database, 'rm_2', PARTITIONS);
    await stage.start({ generation: 'rm_2', maxRecords: 500 });
    await stage.judged('rm_2');
    const [blue, green] = [await tablesOf(stage.database, 'rm_1'), await tablesOf(stage.database, 'rm_2')];
    expect(green).toEqual(blue);
    expect(blue['resource']?.length).toBeGreaterThan(5);
    expect(blue['group_member']?.length).toBeGreaterThan(0);
    const digests = (blue['partition_progress'] as { digest: Buffer }[]).map((row) => row.digest);
    expect(digests.some((digest) => !digest.equals(EMPTY_DIGEST))).toBe(true);
  });

  it('21: records of foreign producers and broken ones are passed over, whatever they are', async () => {
    const proposal = await proposer.createUser({ userName: 'one' });
    await stage.append(proposal);
    const [good] = batch().records;
    const bad = [
      { ...good, headers: {} },
      { ...good, value: Buffer.from('garbage') },
      { ...good, headers: { ...good.headers, d: '00000000' } },
    ];
    await stage.log.append(JOURNAL_TOPIC, bad);
    await stage.append(await proposer.createUser({ userName: 'two' }));
    await handle();
    expect(await users()).toEqual(['one/1', 'two/1']);
  });

  it('21: a record of a later release stops its partition after all before it: passing over it would be a guess', async () => {
    await stage.append(await proposer.createUser({ userName: 'one' }));
    const [good] = batch().records;
    await stage.log.append(JOURNAL_TOPIC, [{ ...good, headers: { ...good.headers, m: 'rj2' } }]);
    await stage.append(await proposer.createUser({ userName: 'two' }));
    const newer = loop();
    expect(await newer.onBatch(batch())).toBe(1);
    await expect(newer.onBatch(batch(1))).rejects.toMatchObject({ code: 'NEWER_RECORD' });
    expect(await users()).toEqual(['one/1']);
  });

  const firstOccurrences = (): readonly string[] => {
    let watermark: Position | undefined;
    const seen: string[] = [];
    for (const record of stage.log.records(LIFECYCLE_TOPIC, partition)) {
      const decoded = decodeLifecycle(record);
      if (decoded.kind !== 'event' || !isAfter(decoded.position, watermark)) continue;
      watermark = decoded.position;
      seen.push(`${watermark.src}:${watermark.idx}`);
    }
    return seen;
  };
});

const freezeAfterFence = async (tx: Transaction, told: () => void, until: Promise<void>): Promise<Transaction> => ({
  ...tx,
  query: async (statement, values) => {
    const rows = await tx.query<never>(statement, values);
    if (typeof statement !== 'string' && statement.name === statements.fence.name) {
      told();
      await until;
    }
    return rows;
  },
});

/** A bit of everything: creates, updates, races, repeats, groups, deletions, late records. */
const live = async (stage: Stage, proposer: Proposer): Promise<void> => {
  const users = await Promise.all(Array.from({ length: 8 }, (_, n) => proposer.createUser({ userName: `u${n % 6}` })));
  await stage.append(...users);
  const ids = users.map((user) => user.aggregate.id);
  const group = await proposer.createGroup('g', ids.slice(0, 3));
  stage.clock.advance(10);
  await stage.append(group, users[2]!);
  for (const [n, id] of ids.entries()) {
    stage.clock.advance(n % 3 === 0 ? -5 : 10);
    const manager = { value: ids[0] };
    const enterprise = { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager, division: 'd' } };
    await stage.append(proposer.updateUser(id, 1, { userName: `v${n % 5}`, ...enterprise }));
    await stage.append(proposer.changeMembers(group.aggregate.id, n % 2 ? 'added' : 'removed', [id]));
  }
  await stage.append(
    proposer.deleteUser(ids[0]!),
    proposer.changeMembers(group.aggregate.id, 'added', [ids[0]!, ids[5]!]),
  );
  await stage.append(proposer.updateUser(ids[1]!, 2, { userName: 'late' }), proposer.deleteUser(ids[0]!));
};
