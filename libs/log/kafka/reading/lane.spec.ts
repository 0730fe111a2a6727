import { eventually } from '#testing';
import { Bell } from '../../bell.js';
import type { LogBatch, LogReader, StoredRecord } from '../../port.js';
import { aRecord } from '../../reading.contract.js';
import { Lane } from './lane.js';

const stored = (...offsets: number[]): StoredRecord[] =>
  offsets.map((offset) => ({ ...aRecord(`r${offset}`), offset, timestamp: 0 }));
const fetched = (...offsets: number[]) => {
  const next = offsets.at(-1)! + 1;
  return { partition: 0, records: stored(...offsets), next, end: next };
};

/** A lane whose handler waits for the test, with the offsets of each batch it got. */
function running(position: number, options: Partial<LogReader> = {}) {
  const batches: number[][] = [];
  const stop = new AbortController();
  const reader: LogReader = {
    group: 'g',
    position: async () => position,
    onBatch: async ({ records }) => {
      batches.push(records.map(({ offset }) => offset));
      return records.at(-1)!.offset + 1;
    },
    ...options,
  };
  const lane = new Lane(0, reader, new Bell(), undefined);
  const ended = lane.run(stop.signal);
  const end = async () => {
    stop.abort();
    await ended;
  };
  return { lane, batches, end };
}

const placed = (lane: Lane) => eventually(() => lane.wanted ?? Promise.reject(new Error('not placed')));

describe('A lane', () => {
  it('wants nothing before it knows its position, then what comes from there', async () => {
    const { lane, end } = running(7);
    expect(lane.wanted).toBeUndefined();
    expect(await placed(lane)).toMatchObject({ offset: 7 });
    await end();
  });

  it('never hands over a batch across a gap', async () => {
    const { lane, batches, end } = running(0);
    const { version } = await placed(lane);
    lane.accept(fetched(0, 1, 4, 5), version);
    await eventually(() =>
      expect(batches).toEqual([
        [0, 1],
        [4, 5],
      ]),
    );
    expect(lane.wanted).toMatchObject({ offset: 6 });
    await end();
  });

  it('drops records fetched for an offset that is no longer wanted', async () => {
    const onBatch = async ({ records }: LogBatch) => (records[0].offset === 3 ? 0 : records.at(-1)!.offset + 1);
    const { lane, end } = running(3, { onBatch });
    const { version } = await placed(lane);
    lane.accept(fetched(3), version);
    await eventually(() => expect(lane.wanted).toMatchObject({ offset: 0 }));
    lane.accept(fetched(4), version);
    expect(lane.wanted).toMatchObject({ offset: 0 });
    await end();
  });

  it('keeps what it has when a batch is tried again', async () => {
    const tried: number[][] = [];
    const onBatch = async ({ records }: LogBatch) => {
      tried.push(records.map(({ offset }) => offset));
      if (tried.length === 1) throw new Error('handler failed');
      return records.at(-1)!.offset + 1;
    };
    const { lane, end } = running(0, { onBatch, maxRecords: 2 });
    const { version } = await placed(lane);
    lane.accept(fetched(0, 1, 2), version);
    await eventually(() => expect(tried).toEqual([[0, 1], [0, 1], [2]]));
    expect(lane.wanted).toEqual({ offset: 3, version });
    await end();
  });

  it('hands over what this process appended without waiting for a fetch, and once', async () => {
    const { lane, batches, end } = running(4);
    const { version } = await placed(lane);
    lane.offer(stored(4, 5));
    expect([lane.isFed, lane.wanted]).toEqual([true, { offset: 6, version }]);
    lane.accept(fetched(4, 5, 6), version);
    lane.offer(stored(5, 6, 7));
    lane.offer(stored(6));
    await eventually(() => expect(batches.flat()).toEqual([4, 5, 6, 7]));
    expect(lane.wanted).toEqual({ offset: 8, version });
    await end();
  });

  it('fetches again once another process has appended in between', async () => {
    const { lane, batches, end } = running(0);
    const { version } = await placed(lane);
    lane.offer(stored(0));
    lane.offer(stored(2));
    expect([lane.isFed, lane.wanted]).toEqual([false, { offset: 1, version }]);
    lane.accept(fetched(1, 2), version);
    lane.offer(stored(3));
    expect([lane.isFed, lane.wanted]).toEqual([false, { offset: 4, version }]);
    await eventually(() => expect(batches.flat()).toEqual([0, 1, 2, 3]));
    await end();
  });

  it('leaves to a fetch what it has no room for', async () => {
    let release = (): void => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const onBatch = async (batch: LogBatch) => {
      await blocked;
      return batch.records.at(-1)!.offset + 1;
    };
    const { lane, end } = running(0, { onBatch });
    await placed(lane);
    lane.offer(stored(...Array.from({ length: 1_000 }, (_, i) => i)));
    lane.offer(stored(1_000));
    expect([lane.isFed, lane.wanted]).toEqual([false, undefined]);
    release();
    await eventually(() => expect(lane.wanted).toMatchObject({ offset: 1_000 }));
    await end();
  });

  it('wants nothing more while enough waits for a slow handler', async () => {
    let release = (): void => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const onBatch = async ({ records }: LogBatch) => {
      await blocked;
      return records.at(-1)!.offset + 1;
    };
    const { lane, end } = running(0, { onBatch });
    const { version } = await placed(lane);
    lane.accept(fetched(...Array.from({ length: 1_000 }, (_, i) => i)), version);
    expect(lane.wanted).toBeUndefined();
    release();
    await eventually(() => expect(lane.wanted).toMatchObject({ offset: 1_000 }));
    await end();
  });
});
