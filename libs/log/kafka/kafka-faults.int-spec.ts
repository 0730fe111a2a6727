import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { describeWithOwnBroker, eventually, type OwnBroker, startBroker } from '#testing';
import type { TopicSpec } from '../port.js';
import { aRecord, numbered, reading, text } from '../reading.contract.js';
import { type KafkaLogOptions, openKafkaLog } from './index.js';

const spec: TopicSpec = { partitions: 2, time: 'append', retention: 'forever' };
const open = (broker: OwnBroker, options: Partial<KafkaLogOptions> = {}) =>
  openKafkaLog({ brokers: [broker.brokers], clientId: 'faults', ...options });

describeWithOwnBroker('A log on a Kafka broker that fails', () => {
  let broker: OwnBroker;
  beforeAll(async () => {
    broker = await startBroker();
  }, 60_000);
  afterAll(() => broker?.stop());

  it('keeps every acknowledged record over a kill, and hands all of them to a reader once, in order', async () => {
    const log = open(broker);
    await log.create('killed', spec);
    const reader = reading(log, 'killed');
    const acknowledged: string[] = [];
    const stop = new AbortController();
    const write = async (writer: number) => {
      for (let i = 0; !stop.signal.aborted; i++) {
        const record = aRecord(`${writer}-${i}`, writer % 2);
        await log.append('killed', [record]).then(
          () => acknowledged.push(text(record)),
          () => sleep(20),
        );
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(200), { deadlineMs: 20_000 });
    await broker.restart();
    const before = acknowledged.length;
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 200), { deadlineMs: 30_000 });
    stop.abort();
    await writers;
    const written = (await log.ends('killed')).reduce((sum, end) => sum + end, 0);
    await eventually(() => expect(reader.records).toHaveLength(written), { deadlineMs: 30_000 });
    const read = new Set(reader.records.map(text));
    expect(acknowledged.filter((record) => !read.has(record))).toEqual([]);
    for (const partition of [0, 1]) {
      const offsets = reader.records.filter((record) => record.partition === partition).map(({ offset }) => offset);
      expect(offsets).toEqual(offsets.map((_, index) => index));
    }
    await reader.stop();
    await log.close();
  }, 100_000);

  it('says for certain that nothing was written when no broker was reached, and ends a reading at once', async () => {
    await broker.kill();
    const log = open(broker);
    const reader = reading(log, 'killed');
    await expect(log.append('killed', [aRecord('x')])).rejects.toMatchObject({
      code: 'LOG_UNAVAILABLE',
      definite: true,
    });
    await expect(log.ends('killed')).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' });
    const begin = performance.now();
    await reader.stop();
    expect(performance.now() - begin).toBeLessThan(3_000);
    await log.close();
    await broker.restart();
  }, 60_000);

  it('starts at the first record there still is when those at the position were deleted', async () => {
    const log = open(broker);
    await log.create('cut', spec);
    await log.append('cut', numbered(10));
    const admin = new kafkajs.Kafka({ brokers: [broker.brokers], logLevel: 0 }).admin();
    await admin.connect();
    await admin.fetchTopicOffsets('cut');
    await admin.deleteTopicRecords({ topic: 'cut', partitions: [{ partition: 0, offset: '4' }] });
    await admin.disconnect();
    const reader = reading(log, 'cut');
    await eventually(() => expect(reader.records.map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8, 9]), {
      deadlineMs: 10_000,
    });
    expect(await log.at('cut', 0, 3)).toBeUndefined();
    await reader.stop();
    await log.close();
  }, 30_000);

  describe('or guards itself', () => {
    let guarded: OwnBroker;
    const openWith = (password: string) =>
      open(guarded, { sasl: { mechanism: 'plain', username: 'rollcall', password } });
    beforeAll(async () => {
      guarded = await startBroker({
        'message.max.bytes': '2000',
        'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:SASL_PLAINTEXT',
        'sasl.enabled.mechanisms': 'PLAIN',
        'listener.name.plaintext.plain.sasl.jaas.config':
          'org.apache.kafka.common.security.plain.PlainLoginModule required user_rollcall="right";',
      });
    }, 60_000);
    afterAll(() => guarded?.stop());

    it('refuses for certain what only the broker finds too large, and writes what came with it', async () => {
      const log = openWith('right');
      await log.create('small', spec);
      const outcomes = await Promise.allSettled([
        log.append('small', [aRecord('a')]),
        log.append('small', [aRecord('b'.repeat(3_000))]),
        log.append('small', [aRecord('c')]),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(outcomes[1]).toMatchObject({ reason: { code: 'LOG_RECORD_TOO_LARGE', definite: true } });
      expect((await log.verify('small', spec)).problems.join()).toContain('max.message.bytes');
      const reader = reading(log, 'small');
      await eventually(() => expect(reader.records.map(text)).toEqual(['a', 'c']), { deadlineMs: 10_000 });
      await reader.stop();
      await log.close();
    }, 30_000);

    it('lets nobody in with a wrong password', async () => {
      const log = openWith('wrong');
      await expect(log.append('small', [aRecord('y')])).rejects.toMatchObject({ code: 'LOG_NOT_AUTHORISED' });
      await expect(log.ends('small')).rejects.toMatchObject({ code: 'LOG_NOT_AUTHORISED' });
      await log.close();
    }, 30_000);
  });
});
