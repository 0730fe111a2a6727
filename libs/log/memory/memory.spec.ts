import { eventually } from '#testing';
import { logContract } from '../log.contract.js';
import { LogError } from '../port.js';
import { aRecord, numbered, reading, text } from '../reading.contract.js';
import { type Fault, type FaultPlan, openMemoryLog, randomFaults } from './index.js';

const inMemory = async () => {
  const log = openMemoryLog();
  return { log, another: async () => openMemoryLog({ store: log.store }), close: () => log.close() };
};
logContract('A log in memory', inMemory, { looksAhead: false });

describe('A log in memory with faults', () => {
  const topic = 't';
  const faultyOnce = async (fault: Fault) => {
    const log = openMemoryLog({ faults: ({ number }) => (number === 0 ? fault : undefined), clock: { now: () => 42 } });
    await log.create(topic, { partitions: 1, time: 'append', retention: 'forever' });
    return log;
  };
  const texts = (log: Awaited<ReturnType<typeof faultyOnce>>) => log.records(topic, 0).map(text);

  it('writes a call twice, one copy after the other', async () => {
    const log = await faultyOnce({ kind: 'duplicate' });
    await log.append(topic, numbered(2));
    expect(texts(log)).toEqual(['r0', 'r1', 'r0', 'r1']);
    expect(log.records(topic, 0).map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
  });

  it('acknowledges what it does not write', async () => {
    const log = await faultyOnce({ kind: 'ack-without-write' });
    await log.append(topic, numbered(1));
    expect(await log.ends(topic)).toEqual([0]);
  });

  it('writes what it does not acknowledge', async () => {
    const log = await faultyOnce({ kind: 'write-without-ack' });
    await expect(log.append(topic, numbered(1))).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE', definite: false });
    expect(texts(log)).toEqual(['r0']);
  });

  it('refuses for certain', async () => {
    const log = await faultyOnce({ kind: 'refused' });
    await expect(log.append(topic, numbered(1))).rejects.toEqual(expect.any(LogError));
    await log.append(topic, [aRecord('next')]);
    expect(texts(log)).toEqual(['next']);
  });

  it('lets a later call overtake an earlier one', async () => {
    const log = await faultyOnce({ kind: 'overtaken', ms: 10_000 });
    await Promise.all([log.append(topic, [aRecord('first')]), log.append(topic, [aRecord('second')])]);
    expect(texts(log)).toEqual(['second', 'first']);
  });

  it('writes late, after whoever asked for it may have given up', async () => {
    const log = await faultyOnce({ kind: 'late', ms: 30 });
    const late = log.append(topic, numbered(1));
    expect(await log.ends(topic)).toEqual([0]);
    await late;
    expect(await log.ends(topic)).toEqual([1]);
  });

  it('writes what it holds back when it closes', async () => {
    const log = await faultyOnce({ kind: 'late', ms: 3_600_000 });
    const late = log.append(topic, numbered(1));
    await log.close();
    await late;
    expect(texts(log)).toEqual(['r0']);
  });

  it('picks the same faults for the same seed', () => {
    const shares = { duplicate: 0.2, late: 0.2, overtaken: 0.2, 'ack-without-write': 0.1, 'write-without-ack': 0.1 };
    const drawn = (plan: FaultPlan) =>
      Array.from({ length: 200 }, (_, number) => plan({ number, topic, records: [] })?.kind);
    expect(drawn(randomFaults(7, shares))).toEqual(drawn(randomFaults(7, shares)));
    expect(drawn(randomFaults(7, shares))).not.toEqual(drawn(randomFaults(8, shares)));
    expect(new Set(drawn(randomFaults(7, shares))).size).toBe(6);
  });

  it('stops misbehaving when the plan is taken away, and gives records the time of its clock', async () => {
    const log = await faultyOnce({ kind: 'refused' });
    log.inject(undefined);
    await log.append(topic, numbered(1));
    const seen = reading(log, topic);
    await eventually(() => expect(seen.records).toHaveLength(1));
    expect(seen.records[0]!.timestamp).toBe(42);
    await seen.stop();
  });
});
