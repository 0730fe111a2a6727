import type { QueryRunner } from 'typeorm';
import { type TestDatabase, testDatabase } from '#testing';
import { migrate } from './migrate.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

class CreateThing1760000000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table things.thing (id int)');
  }
  async down(): Promise<void> {}
}
class FillThing1760000000002 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('insert into things.thing values (1)');
  }
  async down(): Promise<void> {}
}
class Broken1760000000003 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('insert into things.thing values (2)');
    await runner.query('select 1 / 0');
  }
  async down(): Promise<void> {}
}

describe('migrating', () => {
  it('runs each migration once, however many processes start at the same time', async () => {
    const set = { name: 'things', migrations: [CreateThing1760000000001, FillThing1760000000002] };
    await Promise.all([1, 2, 3].map(() => migrate(test.database, set)));
    await migrate(test.database, set);
    expect(await test.database.query('select id from things.thing')).toEqual([{ id: 1 }]);
    expect(await test.database.query('select name from things.migrations order by id')).toEqual([
      { name: 'CreateThing1760000000001' },
      { name: 'FillThing1760000000002' },
    ]);
  });

  it('keeps nothing of a migration that fails, and lets go of the lock', async () => {
    const set = { name: 'things', migrations: [Broken1760000000003] };
    await expect(migrate(test.database, set)).rejects.toMatchObject({ code: '22012' });
    await expect(migrate(test.database, set)).rejects.toMatchObject({ code: '22012' });
    expect(await test.database.query('select id from things.thing')).toEqual([{ id: 1 }]);
  });
});
