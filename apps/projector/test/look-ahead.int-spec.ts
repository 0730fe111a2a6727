import { JOURNAL_TOPIC, partitionOf } from '#journal';
import type { LogBatch } from '#log';
import type { Database } from '#persistence';
import { eventually } from '#testing';
import { loopOn } from './loop-on.js';
import { Proposer } from './proposals.js';
import { openStage, PARTITIONS, type Stage } from './stage.js';

describe('a batch that is begun while the one before is under way', () => {
  let stage: Stage;
  let partition: number;
  let first: LogBatch['records'];
  let second: LogBatch['records'];

  beforeEach(async () => {
    stage = await openStage();
    const proposer = new Proposer(stage);
    partition = partitionOf(proposer.directoryId, PARTITIONS);
    const created = await proposer.createUser({ userName: 'v1' });
    const updated = proposer.updateUser(created.aggregate.id, 1, { userName: 'v2' });
    await stage.append(created, updated);
    const records = stage.log.records(JOURNAL_TOPIC, partition) as unknown as LogBatch['records'];
    first = [records[0]];
    second = records.slice(1) as unknown as LogBatch['records'];
  });
  afterEach(() => stage.end());

  const users = () =>
    stage.database.query("select doc ->> 'userName' as name, version from rm_1.resource order by name");

  /** A loop whose first transaction sends its writes and then waits for `ending` before it commits, or fails with it. */
  const loopWith = (ending: Promise<void>) => {
    const begun = { transactions: 0 };
    const database: Database = {
      ...stage.database,
      transaction: (work) => {
        begun.transactions += 1;
        const isFirst = begun.transactions === 1;
        return stage.database.transaction(async (tx) => {
          const result = await work(tx);
          if (isFirst) await ending;
          return result;
        });
      },
    };
    const loop = loopOn(stage, { database });
    const handle = (records: LogBatch['records'], next?: LogBatch['records']) =>
      loop.onBatch({ partition, records }, new AbortController().signal, () => next);
    return { begun, handle };
  };

  it('waits in the database for that commit, and is judged by what it left', async () => {
    const gate = Promise.withResolvers<void>();
    const { begun, handle } = loopWith(gate.promise);
    const handling = handle(first, second);
    await eventually(() => expect(begun.transactions).toBe(2));
    expect(await users()).toEqual([]);
    gate.resolve();
    expect(await handling).toBe(1);
    expect(await handle(second)).toBe(2);
    expect(await users()).toEqual([{ name: 'v2', version: 2 }]);
    expect(begun.transactions).toBe(2);
  });

  it('comes to nothing when the one before fails', async () => {
    const gate = Promise.withResolvers<void>();
    const { begun, handle } = loopWith(gate.promise);
    const handling = handle(first, second);
    await eventually(() => expect(begun.transactions).toBe(2));
    gate.reject(new Error('killed'));
    await expect(handling).rejects.toThrow('killed');
    expect(await handle([...first])).toBe(1);
    expect(await users()).toEqual([{ name: 'v1', version: 1 }]);
    expect(await handle([...second])).toBe(2);
    expect(await users()).toEqual([{ name: 'v2', version: 2 }]);
  });

  it('is old news to whoever brings its records once more', async () => {
    const { handle } = loopWith(Promise.resolve());
    expect(await handle(first, second)).toBe(1);
    await eventually(async () => expect(await users()).toEqual([{ name: 'v2', version: 2 }]));
    expect(await handle([...second])).toBe(2);
    expect(await users()).toEqual([{ name: 'v2', version: 2 }]);
  });
});
