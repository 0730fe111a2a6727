import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LIFECYCLE_TOPIC } from '#lifecycle';
import type { Log } from '#log';
import { openPostgresLog } from '#log/postgres';
import { eventually, killServices, launchService, type Service, type TestDatabase, testDatabase } from '#testing';
import { type Downstream, seededRandom, startDownstream } from '#testing/downstream';
import { LifecycleWriter } from './lifecycle-writer.js';
import { aUser, masterKeyText, sealedToken } from './sync-for-tests.js';

const users = 1_500;
const kills = 8;
const deadlineMs = 60_000;
const seed = Number(process.env['ROLLCALL_TEST_SEED'] ?? randomInt(1_000_000));

let test: TestDatabase;
let log: Log;
let product: Downstream;

beforeAll(async () => {
  test = await testDatabase({ poolSize: 8 });
  log = await openPostgresLog(test.database);
  await log.create(LIFECYCLE_TOPIC, { partitions: 4, time: 'producer', retention: 30 * 86_400_000 });
  product = await startDownstream({
    token: 'product-token',
    enforceUniqueness: false,
    faults: { dropAckRate: 0.1, status503Rate: 0.05 },
    seed,
  });
});
afterAll(async () => {
  await killServices();
  await product.close();
  await log.close();
  await test.drop();
});

type Expected = { readonly userName: string; readonly title: string; readonly active: boolean };

/** Writes the lives of all users in random order of users, and gives how they must end. */
const writeLives = async (random: () => number, directoryId: string): Promise<Map<string, Expected>> => {
  const writer = new LifecycleWriter(log);
  const end = new Map<string, Expected>();
  const say = (
    type: 'user.created' | 'user.updated' | 'user.deactivated' | 'user.deleted',
    id: string,
    state: Expected,
  ) => ({ type, resourceId: id, resourceType: 'User', directoryId, attributes: aUser(state.userName, state) }) as const;
  const ids = Array.from({ length: users }, () => randomUUID());
  for (let from = 0; from < users; from += 100) {
    const batch = ids.slice(from, from + 100).map((id, n) => {
      end.set(id, { userName: `user-${from + n}@example.com`, title: 'new', active: true });
      return say('user.created', id, end.get(id) as Expected);
    });
    await writer.write(0, batch);
    const changes = ids.slice(0, from + 100).filter(() => random() < 0.04);
    await writer.write(
      0,
      changes.flatMap((id): Parameters<LifecycleWriter['write']>[1] => {
        const before = end.get(id);
        const kind = random();
        if (!before) return [];
        if (kind < 0.2) {
          end.delete(id);
          return [{ type: 'user.deleted', resourceId: id, resourceType: 'User', directoryId }];
        }
        const after = { ...before, title: `changed ${from}`, active: kind > 0.5 };
        end.set(id, after);
        return [say(after.active ? 'user.updated' : 'user.deactivated', id, after)];
      }),
    );
    await sleep(100);
  }
  return end;
};

/** One of the two, the other, or both. */
const victimsOf = (chance: number): readonly number[] => (chance < 0.35 ? [0] : chance < 0.7 ? [1] : [0, 1]);

/** A kill hits somebody at work. */
const untilWorking = async (): Promise<void> => {
  const before = product.requests.length;
  await eventually(() => product.requests.length > before + 20, { deadlineMs: 20_000 });
};

const launch = (): Promise<Service> =>
  launchService('sync', {
    DATABASE_URL: test.url,
    ROLLCALL_MASTER_KEY: masterKeyText,
    ROLLCALL_SYNC_LEASE_MS: '1000',
    ROLLCALL_LOG: 'postgres',
  });

it(`makes every account once and loses nothing, though answers get lost and processes are killed (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const [directoryId, targetId] = [randomUUID(), randomUUID()];
  const settings = { ratePerSecond: 700, concurrency: 16, timeoutMs: 8_000, settleDelayMs: 200, backoffBaseMs: 20 };
  const secret = sealedToken(targetId, 'product-token');
  const target = { directoryId, name: 'chaos', profile: 'generic', url: product.url, secret, settings };
  const installation = '00000000-0000-4000-8000-000000000000';
  await new LifecycleWriter(log).write(3, [
    { type: 'target.added', resourceId: targetId, resourceType: 'Target', directoryId: installation, data: target },
  ]);
  const services = [await launch(), await launch()];
  const lives = writeLives(random, directoryId);
  for (let kill = 0; kill < kills; kill += 1) {
    await untilWorking();
    await sleep(random() * 400);
    for (const victim of victimsOf(random())) {
      await services[victim]?.kill('SIGKILL');
      services[victim] = await launch();
    }
  }
  const end = await lives;

  await eventually(
    async () => {
      const errors = services.map((service) => service.errors()).join('\n');
      const [row] = await test.database.query<{ dirty: number; links: number; halted: number }>(
        `select count(*) as links, count(halted) as halted, count(*) filter (where desired_rev > applied_rev) as dirty
         from sync.target_link`,
      );
      const [folded] = await test.database.query('select next_offset from sync.consumer_offset where partition = 0');
      const ends = await log.ends(LIFECYCLE_TOPIC);
      if (folded?.['next_offset'] !== ends[0] || row?.dirty !== 0) throw new Error(`${JSON.stringify(row)} ${errors}`);
    },
    { deadlineMs, everyMs: 100 },
  );

  const accounts = product.accounts();
  const names = accounts.map(({ userName }) => userName);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
  const byId = new Map(accounts.map((account) => [account['externalId'], account]));
  const missing = [...end].filter(([id]) => !byId.has(id));
  // Whoever was deactivated before the first request needs no account.
  expect(missing.filter(([, { active }]) => active)).toEqual([]);
  for (const [id, expected] of end) if (byId.has(id)) expect(byId.get(id)).toMatchObject(expected);
  const [restarts] = await test.database.query<{ epochs: number }>(
    'select owner_epoch as epochs from sync.target_runtime',
  );
  expect(restarts?.epochs).toBeGreaterThan(2);
  expect(accounts.filter(({ externalId }) => !end.has(String(externalId))).map(({ userName }) => userName)).toEqual([]);
}, 120_000);
