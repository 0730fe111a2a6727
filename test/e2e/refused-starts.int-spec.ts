import { randomBytes } from 'node:crypto';
import { killServices, refusedStart, type TestDatabase, testDatabase } from '#testing';

describe('a separate process whose database fails it after it was opened', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(async () => {
    await killServices();
    await database.drop();
  });

  it.each([
    ['gateway', 'drop table core.subject_key', /subject key/],
    ['sync', 'create schema sync create table target_runtime ()', /target_runtime/],
  ] as const)('%s says so in one sentence and ends with 1', async (app, damage, what) => {
    await database.database.query(damage);
    const { code, sentences } = await refusedStart(app, {
      DATABASE_URL: database.url,
      ROLLCALL_LOG_LEVEL: 'silent',
      ROLLCALL_ADMIN_TOKEN: randomBytes(24).toString('base64url'),
      ROLLCALL_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
    expect(sentences).toEqual([expect.stringMatching(/^The database that DATABASE_URL names cannot be used: /)]);
    expect(sentences[0]).toMatch(what);
    expect(code).toBe(1);
  });
});
