import { eventually, type TestDatabase, testDatabase } from '#testing';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

describe('listening', () => {
  it('hears what is notified, and hears that it may have missed something when it starts', async () => {
    const heard: string[] = [];
    const subscription = await test.database.listen('News of "the" day', (payload) => heard.push(payload ?? 'look'));
    await test.database.notify('News of "the" day', '3:17');
    await eventually(() => expect(heard).toEqual(['look', '3:17']));
    await subscription.close();
  });

  it('comes back by itself when its connection is lost, and says so', async () => {
    const heard: string[] = [];
    const subscription = await test.database.listen('news', (payload) => heard.push(payload ?? 'look'));
    await test.database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test listen' and datname = current_database()`,
    );
    await eventually(() => expect(heard).toEqual(['look', 'look']));
    await test.database.notify('news', 'again');
    await eventually(() => expect(heard).toEqual(['look', 'look', 'again']));
    await subscription.close();
    await test.database.notify('news', 'too late');
    const left = await test.database.query(
      `select from pg_stat_activity where application_name = 'test listen' and datname = current_database()`,
    );
    expect([heard.at(-1), left.length]).toEqual(['again', 0]);
  });
});
