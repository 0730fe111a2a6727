import { type TestDatabase, testDatabase } from '#testing';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

const backend = (work = '') => test.database.brief.query<{ pid: number }>(`select pg_backend_pid() as pid ${work}`);

describe('brief reads', () => {
  it('share a connection when they are asked for in one turn', async () => {
    const [[first], [second], [third]] = await Promise.all([backend(), backend(), backend()]);
    expect([second?.pid, third?.pid]).toEqual([first?.pid, first?.pid]);
  });

  it('do not wait for those of an earlier turn', async () => {
    const slow = backend('from pg_sleep(0.3)');
    await new Promise(setImmediate);
    const [fast] = await Promise.race([backend(), slow.then(() => [])]);
    expect(fast).toBeDefined();
    expect((await slow)[0]?.pid).not.toBe(fast?.pid);
  });

  it('fail one by one, and give the connection back', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, async (_, n) => {
        for (let turn = 0; turn < n % 10; turn += 1) await new Promise(setImmediate);
        return backend(n % 3 === 0 ? 'where 1/0 > 1' : '');
      }),
    );
    const failed = outcomes.flatMap((outcome, n) => (outcome.status === 'rejected' ? [n % 3] : []));
    expect(failed).toEqual(Array.from({ length: 67 }, () => 0));
    const counts = await test.database.query(
      `select count(*)::int as open from pg_stat_activity where datname = current_database() and state <> 'idle'`,
    );
    expect(counts).toEqual([{ open: 1 }]);
  });
});
