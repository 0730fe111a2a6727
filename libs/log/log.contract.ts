import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '#testing';
import { logLimits } from './limits.js';
import {
  type Log,
  type LogBatch,
  LogError,
  type LogRecord,
  type StoredRecord,
  type TopicSpec,
  type Upcoming,
} from './port.js';
import { afterLast, aRecord, numbered, type Reading, type ReadingOptions, reading, text } from './reading.contract.js';

/** A log to put through the contract, and what only its adapter knows how to do. */
export type LogUnderTest = {
  readonly log: Log;
  /** A further instance on the same log, as another process opens it. Closed by the contract. */
  another(): Promise<Log>;
  /** Takes the broker or database down and up again, keeping its records. Without it that test is left out. */
  restart?(): Promise<void>;
  /** Closes `log` and removes everything. */
  close(): Promise<void>;
};

const forever: TopicSpec = { partitions: 2, time: 'append', retention: 'forever' };
const patience = { deadlineMs: 20_000 };

/** What every adapter of the log port does, with the same words for all of them. */
export const logContract = (
  name: string,
  makeLog: () => Promise<LogUnderTest>,
  { restarts = false, looksAhead = true }: { readonly restarts?: boolean; readonly looksAhead?: boolean } = {},
): void => {
  describe(`${name} as a log`, () => {
    let subject: LogUnderTest;
    let log: Log;
    const open: Reading[] = [];

    const read = (topic: string, options?: ReadingOptions, from: Log = log) => {
      const started = reading(from, topic, options);
      open.push(started);
      return started;
    };
    const newTopic = async (spec: Partial<TopicSpec> = {}) => {
      const topic = `contract.${randomUUID()}`;
      await log.create(topic, { ...forever, ...spec });
      return topic;
    };

    beforeAll(async () => {
      subject = await makeLog();
      log = subject.log;
    }, 60_000);
    afterEach(async () => {
      await Promise.all(open.splice(0).map((one) => one.stop()));
    });
    afterAll(() => subject?.close(), 30_000);

    describe('writing', () => {
      it('numbers the records of each partition from 0 without gaps, in the order of the call', async () => {
        const topic = await newTopic();
        await log.append(topic, [...numbered(3, 0, 'a'), ...numbered(2, 1, 'b')]);
        await log.append(topic, numbered(2, 0, 'c'));
        const { records } = await readAll(read(topic), 7);
        expect(offsetsAndTexts(records, 0)).toEqual(['0 a0', '1 a1', '2 a2', '3 c0', '4 c1']);
        expect(offsetsAndTexts(records, 1)).toEqual(['0 b0', '1 b1']);
      });

      it('keeps the records of one call together when calls are in flight at the same time', async () => {
        const topic = await newTopic({ partitions: 1 });
        const calls = Array.from({ length: 20 }, (_, i) => numbered(5, 0, `${i}:`));
        await Promise.all(calls.map((records) => log.append(topic, records)));
        const { records } = await readAll(read(topic), 100);
        const groups = Array.from({ length: 20 }, (_, i) => records.slice(i * 5, i * 5 + 5).map(text));
        expect(groups.map((group) => group[0]!.split(':')[0])).toHaveLength(20);
        for (const group of groups) expect(group).toEqual(group.map((_, i) => `${group[0]!.split(':')[0]}:${i}`));
      });

      it('gives key, headers and bytes back as they were, with the time of the append', async () => {
        const topic = await newTopic();
        const value = Buffer.from([0, 255, 1, 128]);
        const headers = { 'rc-kind': 'proposal', ü: 'ß' };
        const before = Date.now();
        await log.append(topic, [{ partition: 1, key: 'dir-ü', headers, value }]);
        const [record] = (await readAll(read(topic), 1)).records;
        expect({ ...record, value: Buffer.from(record!.value) }).toMatchObject({
          partition: 1,
          key: 'dir-ü',
          headers,
          value,
        });
        expect(record!.timestamp).toBeGreaterThanOrEqual(before - 1_000);
        expect(record!.timestamp).toBeLessThanOrEqual(Date.now() + 1_000);
      });

      it('refuses a record that is too large, for certain, and goes on', async () => {
        const topic = await newTopic({ partitions: 1 });
        const large = { ...aRecord(''), value: Buffer.alloc(logLimits.recordBytes + 1) };
        await expect(log.append(topic, [aRecord('with it'), large])).rejects.toMatchObject({
          code: 'LOG_RECORD_TOO_LARGE',
          definite: true,
        });
        const fitting = { ...aRecord(''), value: Buffer.alloc(logLimits.recordBytes - 100, 7) };
        await log.append(topic, [fitting]);
        expect(await log.ends(topic)).toEqual([1]);
        expect((await log.at(topic, 0, 0))?.value.byteLength).toBe(fitting.value.byteLength);
      });

      it('says so when the topic is missing', async () => {
        const missing = `contract.${randomUUID()}`;
        const error = await log.append(missing, [aRecord('x')]).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(LogError);
        expect(error).toMatchObject({ code: 'LOG_TOPIC_MISSING' });
      });

      it('writes what is queued before it closes, and refuses to write afterwards', async () => {
        const topic = await newTopic({ partitions: 1 });
        const closing = await subject.another();
        const appended = Promise.all(numbered(30).map((record) => closing.append(topic, [record])));
        await closing.close();
        await appended;
        expect(await log.ends(topic)).toEqual([30]);
        await expect(closing.append(topic, [aRecord('late')])).rejects.toMatchObject({
          code: 'LOG_CLOSED',
          definite: true,
        });
      });
    });

    describe('reading', () => {
      it('hands over batches of at most the number of records asked for, in order', async () => {
        const topic = await newTopic({ partitions: 1 });
        await log.append(topic, numbered(25));
        const { records, batches } = await readAll(read(topic, { maxRecords: 10 }), 25);
        expect(records.map(text)).toEqual(numbered(25).map(text));
        expect(Math.max(...batches.map((batch) => batch.records.length))).toBeLessThanOrEqual(10);
      });

      it('gives a reader beside the writer the same as one who comes later, whoever else writes', async () => {
        const topic = await newTopic({ partitions: 1 });
        const other = await subject.another();
        const beside = read(topic, { group: 'beside' });
        try {
          await log.append(topic, numbered(1, 0, 'first'));
          await readAll(beside, 1);
          for (let i = 0; i < 30; i++) {
            const writers = i < 10 ? [log] : i < 20 ? [log, other] : [other, log, log];
            await Promise.all(writers.map((writer) => writer.append(topic, numbered(3, 0, `${i}.`))));
          }
          const { records } = await readAll(beside, 181);
          const later = await readAll(read(topic, { group: 'later' }, other), 181);
          const plain = (all: readonly StoredRecord[]) => all.map((record) => ({ ...record, value: text(record) }));
          expect(plain(records)).toEqual(plain(later.records));
          expect(offsetsOf(records, 0)).toEqual(upTo(181));
        } finally {
          await Promise.all(open.splice(0).map((one) => one.stop()));
          await other.close();
        }
      });

      it('hands over next what it showed while a batch was under way, unless the reader goes elsewhere', async () => {
        const topic = await newTopic({ partitions: 1 });
        const seen: { readonly handed: LogBatch['records']; readonly shown: LogBatch['records'] | undefined }[] = [];
        const onBatch = async (batch: LogBatch, _: AbortSignal, upcoming?: Upcoming) => {
          if (seen.length < 2) await log.append(topic, numbered(2));
          seen.push({ handed: batch.records, shown: upcoming?.() });
          return seen.length === 2 ? 0 : afterLast(batch);
        };
        const going = read(topic, { onBatch });
        await log.append(topic, numbered(1));
        await eventually(() => expect(going.positions.get(0)).toBe(5), patience);
        expect(seen[0]?.shown?.map(({ offset }) => offset)).toEqual(looksAhead ? [1, 2] : undefined);
        expect(seen[0]?.shown === seen[1]?.handed).toBe(looksAhead);
        expect(seen[2]?.handed[0].offset).toBe(0);
      });

      it('starts at the position of the reader, though its group has read further', async () => {
        const topic = await newTopic({ partitions: 1 });
        await log.append(topic, numbered(6));
        const first = read(topic, { group: 'again' });
        await readAll(first, 6);
        await first.stop();
        const second = await readAll(read(topic, { group: 'again', position: async () => 4 }), 2);
        expect(second.records.map(({ offset }) => offset)).toEqual([4, 5]);
      });

      it('waits at a position past the end until the record there is written', async () => {
        const topic = await newTopic({ partitions: 1 });
        await log.append(topic, numbered(1));
        const ahead = read(topic, { position: async () => 3 });
        await eventually(() => expect(ahead.assignments.length).toBeGreaterThan(0), patience);
        await log.append(topic, numbered(4));
        expect((await readAll(ahead, 2)).records.map(({ offset }) => offset)).toEqual([3, 4]);
      });

      it('goes to the offset a batch asks for next, smaller or larger', async () => {
        const topic = await newTopic({ partitions: 1 });
        await log.append(topic, numbered(8));
        const jumps = new Map([
          [1, 5],
          [6, 0],
        ]);
        const onBatch = async (batch: LogBatch) => {
          const next = await afterLast(batch);
          const jump = jumps.get(next - 1);
          jumps.delete(next - 1);
          return jump ?? next;
        };
        const { records } = await readAll(read(topic, { maxRecords: 1, onBatch }), 12);
        expect(records.map(({ offset }) => offset)).toEqual([0, 1, 5, 6, 0, 1, 2, 3, 4, 5, 6, 7]);
      });

      it('handles one batch of a partition at a time, and forgets nothing while it is slow', async () => {
        const topic = await newTopic();
        const running = new Map<number, number>();
        let most = 0;
        const onBatch = async (batch: LogBatch) => {
          const now = (running.get(batch.partition) ?? 0) + 1;
          running.set(batch.partition, now);
          most = Math.max(most, now);
          await sleep(5);
          running.set(batch.partition, now - 1);
          return afterLast(batch);
        };
        const slow = read(topic, { maxRecords: 7, onBatch });
        for (let i = 0; i < 10; i++)
          await log.append(topic, [...numbered(10, 0, `${i}.`), ...numbered(10, 1, `${i}.`)]);
        const { records } = await readAll(slow, 200);
        expect(most).toBe(1);
        for (const partition of [0, 1]) expect(offsetsOf(records, partition)).toEqual(upTo(100));
      });

      it('tries a batch again from the position after its handler failed', async () => {
        const topic = await newTopic({ partitions: 1 });
        await log.append(topic, numbered(4));
        let failures = 0;
        const onBatch = async (batch: LogBatch) => {
          if (batch.records[0].offset === 2 && failures++ < 2) throw new Error('handler failed');
          return afterLast(batch);
        };
        const { records } = await readAll(read(topic, { maxRecords: 2, onBatch }), 4);
        expect(failures).toBe(3);
        expect(offsetsOf(records, 0)).toEqual(upTo(4));
      });

      it('ends soon after the signal, once the running handler has ended', async () => {
        const topic = await newTopic({ partitions: 1 });
        await log.append(topic, numbered(1));
        const events: string[] = [];
        const onBatch = async (batch: LogBatch, signal: AbortSignal) => {
          events.push('started');
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
          await sleep(20);
          events.push('ended');
          return afterLast(batch);
        };
        const running = read(topic, { onBatch });
        await eventually(() => expect(events).toEqual(['started']), patience);
        const begin = performance.now();
        await running.stop();
        expect(events).toEqual(['started', 'ended']);
        expect(performance.now() - begin).toBeLessThan(2_000);
      });

      it('shares the partitions among the readers of a group, and leaves none behind when one goes', async () => {
        const topic = await newTopic({ partitions: 4 });
        const other = await subject.another();
        const [a, b] = [read(topic), read(topic, {}, other)];
        await eventually(() => expect(owned(a, b)).toEqual([[0, 1, 2, 3], true]), patience);
        await log.append(
          topic,
          upTo(4).flatMap((partition) => numbered(5, partition)),
        );
        await eventually(() => expect(a.records.length + b.records.length).toBe(20), patience);
        expect(
          new Set([...a.records, ...b.records].map(({ partition, offset }) => `${partition}/${offset}`)).size,
        ).toBe(20);
        await a.stop();
        await eventually(() => expect([...b.assignments.at(-1)!].sort()).toEqual([0, 1, 2, 3]), patience);
        await other.close();
      });

      if (restarts) {
        it('goes on reading and writing after the log was down', async () => {
          const topic = await newTopic({ partitions: 1 });
          await log.append(topic, numbered(3));
          const survivor = read(topic);
          await readAll(survivor, 3);
          await subject.restart!();
          await eventually(() => log.append(topic, [aRecord('after')]), { deadlineMs: 40_000 });
          await eventually(() => expect(survivor.records.map(text)).toContain('after'), { deadlineMs: 40_000 });
          expect(survivor.records.slice(0, 3).map(({ offset }) => offset)).toEqual([0, 1, 2]);
        }, 100_000);
      }
    });

    describe('looking', () => {
      it('knows the end of every partition', async () => {
        const topic = await newTopic({ partitions: 3 });
        expect(await log.ends(topic)).toEqual([0, 0, 0]);
        await log.append(topic, [...numbered(2, 0), ...numbered(1, 2)]);
        expect(await log.ends(topic)).toEqual([2, 0, 1]);
      });

      it('finds a record by its offset, and nothing where there is none', async () => {
        const topic = await newTopic();
        await log.append(topic, numbered(3, 1));
        expect(await log.at(topic, 1, 1)).toMatchObject({ partition: 1, offset: 1, key: 'k' });
        expect(text((await log.at(topic, 1, 1)) as LogRecord)).toBe('r1');
        expect(await log.at(topic, 1, 3)).toBeUndefined();
        expect(await log.at(topic, 0, 0)).toBeUndefined();
      });
    });

    describe('a topic', () => {
      it('is left as it is when it exists already', async () => {
        const topic = await newTopic({ partitions: 2 });
        await log.append(topic, numbered(1));
        await log.create(topic, { ...forever, partitions: 5 });
        expect(await log.ends(topic)).toEqual([1, 0]);
      });

      it('passes the check it was created for, under the same log id for everybody', async () => {
        const lifecycle: TopicSpec = { partitions: 2, time: 'producer', retention: 30 * 86_400_000 };
        const topics = [await newTopic(), await newTopic(lifecycle)] as const;
        const other = await subject.another();
        const [first, second] = [await log.verify(topics[0], forever), await other.verify(topics[1], lifecycle)];
        await other.close();
        expect([first.problems, second.problems]).toEqual([[], []]);
        expect(first.logId).toMatch(/./);
        expect(second.logId).toBe(first.logId);
      });

      it('fails the check with one sentence for each setting that differs', async () => {
        const topic = await newTopic({ partitions: 2, time: 'producer', retention: 60_000 });
        expect((await log.verify(topic, { ...forever, partitions: 3 })).problems).toHaveLength(3);
        expect((await log.verify(topic, { ...forever, time: 'producer' })).problems).toHaveLength(1);
        expect((await log.verify(`contract.${randomUUID()}`, forever)).problems).toHaveLength(1);
      });
    });
  });
};

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const offsetsOf = (records: Reading['records'], partition: number): number[] =>
  records.filter((record) => record.partition === partition).map(({ offset }) => offset);

const offsetsAndTexts = (records: Reading['records'], partition: number): string[] =>
  records.filter((record) => record.partition === partition).map((record) => `${record.offset} ${text(record)}`);

async function readAll(from: Reading, count: number): Promise<Reading> {
  await eventually(() => expect(from.records.length).toBeGreaterThanOrEqual(count), patience);
  expect(from.records).toHaveLength(count);
  return from;
}

/** All partitions owned by the two, and whether both own some and none is owned twice. */
function owned(a: Reading, b: Reading): [number[], boolean] {
  const [ofA, ofB] = [a.assignments.at(-1) ?? [], b.assignments.at(-1) ?? []];
  const all = [...ofA, ...ofB].sort();
  return [all, ofA.length > 0 && ofB.length > 0 && new Set(all).size === all.length];
}
