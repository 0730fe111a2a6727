import { eventually, type TestDatabase, testDatabase } from '#testing';
import type { Database } from './database.js';
import { openDatabase } from './open-database.js';

let test: TestDatabase;
let other: Database;

beforeAll(async () => {
  test = await testDatabase();
  other = await openDatabase({ url: test.url, applicationName: 'other', poolSize: 2 });
});
afterAll(async () => {
  await other.close();
  await test.drop();
});

const heardBy = async (database: Database): Promise<{ readonly heard: string[]; close(): Promise<void> }> => {
  const heard: string[] = [];
  const subscription = await database.listen('news', (payload) => {
    if (payload !== undefined) heard.push(payload);
  });
  return { heard, close: () => subscription.close() };
};

describe('a notification', () => {
  it('is with the listeners of its own process before the server has it, and comes to them once', async () => {
    const here = await heardBy(test.database);
    const there = await heardBy(other);
    const sent = test.database.notify('news', 'one');
    expect(here.heard).toEqual(['one']);
    await sent;
    await test.database.query(`select pg_notify('news', 'last')`);
    await eventually(() => expect(there.heard).toEqual(['one', 'last']));
    await eventually(() => expect(here.heard).toEqual(['one', 'last']));
    await Promise.all([here.close(), there.close()]);
  });

  it('reaches every listener when many are sent at the same time, each at least once', async () => {
    const there = await heardBy(other);
    const names = Array.from({ length: 50 }, (_, n) => `n${n}`);
    await Promise.all(names.map((name) => test.database.notify('news', name)));
    await eventually(() => expect(new Set(there.heard)).toEqual(new Set(names)));
    await there.close();
  });

  it('comes to nobody who has stopped listening', async () => {
    const here = await heardBy(test.database);
    await here.close();
    await test.database.notify('news', 'late');
    expect(here.heard).toEqual([]);
  });
});
