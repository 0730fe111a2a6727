import { randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '#testing';
import { migrateSync } from '../schema/migrate-sync.js';
import { cleanUp } from './housekeeping.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  await migrateSync(test.database);
});
afterAll(() => test.drop());

const addTarget = async (runState: string): Promise<string> => {
  const id = randomUUID();
  await test.database.query(
    `insert into sync.target (id, directory_id, name, profile, base_url, sealed_secret, run_state)
     values ($1, $1, 'x', 'generic', 'http://x', 'sealed', $2)`,
    [id, runState],
  );
  await test.database.query(
    `insert into sync.target_link (target_id, kind, object_id, directory_id, desired_rev, want)
     values ($1, 'User', $1, $1, 1, 'active')`,
    [id],
  );
  return id;
};

it('drops links and secret of a removed target, and nothing of another', async () => {
  const [kept, removed] = [await addTarget('paused'), await addTarget('removed')];
  await cleanUp(test.database, new AbortController().signal);
  expect(await test.database.query('select target_id from sync.target_link')).toEqual([{ target_id: kept }]);
  const secrets = await test.database.query('select id, sealed_secret from sync.target order by sealed_secret');
  expect(secrets).toEqual([
    { id: kept, sealed_secret: 'sealed' },
    { id: removed, sealed_secret: null },
  ]);
});

it('forgets operations after 30 days', async () => {
  const insert = `insert into sync.op_log (at, target_id, kind, op, method, path, ms, outcome)
    values (now() - $1 * interval '1 day', gen_random_uuid(), 'User', $2, 'GET', '/Users', 1, 'ok')`;
  await test.database.query(insert, [31, 'old']);
  await test.database.query(insert, [29, 'recent']);
  await cleanUp(test.database, new AbortController().signal);
  expect(await test.database.query('select op from sync.op_log')).toEqual([{ op: 'recent' }]);
});
