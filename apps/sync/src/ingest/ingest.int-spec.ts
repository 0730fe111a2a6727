import { randomUUID } from 'node:crypto';
import { LIFECYCLE_TOPIC } from '#lifecycle';
import type { LogBatch, StoredRecord } from '#log';
import { openMemoryLog } from '#log/memory';
import { type TestDatabase, testDatabase } from '#testing';
import { LifecycleWriter, topicSpec } from '../../test/lifecycle-writer.js';
import { aUser } from '../../test/sync-for-tests.js';
import { migrateSync } from '../schema/migrate-sync.js';
import { ingestBatch } from './ingest-batch.js';
import { startPartition } from './statements/start-partition.js';

let test: TestDatabase;
const directoryId = randomUUID();
beforeAll(async () => {
  test = await testDatabase();
  await migrateSync(test.database);
});
afterAll(() => test.drop());
beforeEach(async () => {
  await test.database.query('truncate sync.consumer_offset, sync.src_object, sync.src_member, sync.poison_event');
  await test.database.query(startPartition, [LIFECYCLE_TOPIC, 0]);
});

const user = (resourceId: string, title: string) =>
  ({
    type: 'user.updated',
    resourceId,
    resourceType: 'User',
    directoryId,
    attributes: aUser('a@example.com', { title }),
  }) as const;
const recordsOf = async (...titles: readonly string[]): Promise<readonly StoredRecord[]> => {
  const log = openMemoryLog();
  await log.create(LIFECYCLE_TOPIC, topicSpec);
  const id = randomUUID();
  await new LifecycleWriter(log).write(
    0,
    titles.map((title) => user(id, title)),
  );
  return log.records(LIFECYCLE_TOPIC, 0);
};
const fold = (records: readonly StoredRecord[]) =>
  ingestBatch(test.database, { partition: 0, records } as unknown as LogBatch);
const objects = () => test.database.query(`select version, doc->>'title' as title from sync.src_object`);

it('keeps the last state of an object and where it stands, in one transaction', async () => {
  const records = await recordsOf('a', 'b', 'c');
  expect(await fold(records)).toMatchObject({ nextOffset: 3, events: 3 });
  expect(await objects()).toEqual([{ version: 3, title: 'c' }]);
  const progress = await test.database.query('select next_offset, src, idx from sync.consumer_offset');
  expect(progress).toEqual([{ next_offset: 3, src: 2, idx: 0 }]);
});

it('drops records that were folded before, and positions that the publisher repeats', async () => {
  const records = await recordsOf('a', 'b', 'c');
  await fold(records.slice(0, 2));
  expect(await fold(records)).toMatchObject({ events: 1, repeated: 0 });
  const repeated = records.map((record, n) => ({ ...record, offset: 3 + n }));
  expect(await fold(repeated)).toMatchObject({ events: 0, repeated: 3, nextOffset: 6 });
  expect(await objects()).toEqual([{ version: 3, title: 'c' }]);
});

it('folds once when two readers believe that they own the partition', async () => {
  const records = await recordsOf(...Array.from({ length: 50 }, (_, n) => `${n}`));
  const folded = await Promise.all([fold(records), fold(records), fold(records.slice(0, 10))]);
  expect(folded.reduce((sum, { events }) => sum + events, 0)).toBe(50);
  expect(await objects()).toEqual([{ version: 50, title: '49' }]);
});

it('sets aside what it does not understand, and goes on', async () => {
  const [first, second, third] = await recordsOf('a', 'b\u0000', 'c');
  if (!first || !second || !third) throw new Error('Three records were written.');
  const broken = { ...third, offset: 3, value: Buffer.from('{'), headers: { ...third.headers, pos: '3:0' } };
  const foreign = { ...third, offset: 4, headers: {} };
  const later = { ...third, offset: 5, headers: { ...third.headers, pos: '5:0', type: 'user.teleported' } };
  expect(await fold([first, second, third, broken, foreign, later])).toMatchObject({
    events: 2,
    poisoned: 3,
    nextOffset: 6,
  });
  expect(await objects()).toEqual([{ version: 3, title: 'c' }]);
  const poison = await test.database.query('select "offset", problem from sync.poison_event order by 1');
  expect(poison).toMatchObject([
    { offset: 1, problem: 'a text holds NUL or half of a surrogate pair' },
    { offset: 3, problem: 'the value is not a JSON object in UTF-8' },
    { offset: 4, problem: 'header pos is not a position' },
  ]);
});

it('keeps the last of each membership and never brings a deleted object back', async () => {
  const log = openMemoryLog();
  await log.create(LIFECYCLE_TOPIC, topicSpec);
  const [groupId, memberId, userId] = [randomUUID(), randomUUID(), randomUUID()];
  const group = {
    resourceId: groupId,
    resourceType: 'Group',
    directoryId,
    members: [{ value: memberId, type: 'User' }],
  };
  await new LifecycleWriter(log).write(0, [
    { ...group, type: 'group.members_added' },
    { ...group, type: 'group.members_removed' },
    { ...group, type: 'group.members_added' },
    user(userId, 'a'),
    { type: 'user.deleted', resourceId: userId, resourceType: 'User', directoryId },
  ]);
  await fold(log.records(LIFECYCLE_TOPIC, 0));
  expect(await test.database.query('select is_present, version from sync.src_member')).toEqual([
    { is_present: true, version: 3 },
  ]);
  expect(await test.database.query('select doc, is_deleted, active from sync.src_object')).toEqual([
    { doc: {}, is_deleted: true, active: false },
  ]);
});
