import { JOURNAL_TOPIC } from '#journal';
import type { Append, Fault } from '#log/memory';
import { eventually } from '#testing';
import type { Answer } from './client.js';
import { type House, openHouse, type TestDirectory } from './house.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Past the deadline of a proposal, with a little to spare. */
const PAST_DEADLINE_MS = 6_200;

describe('a write when the log or the projector fails', () => {
  let house: House;
  let directory: TestDirectory;
  let names = 0;

  beforeAll(async () => {
    house = await openHouse();
    directory = await house.directory();
  });

  afterEach(() => house.log.inject(undefined));
  afterAll(() => house.close());

  /** Strikes proposals only: the noop that moves time goes through. Resolves once one was struck. */
  const strike = (fault: Fault): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    house.log.inject(({ topic, records }: Append) => {
      if (topic !== JOURNAL_TOPIC || !records.some(({ headers }) => headers['c'] !== undefined)) return undefined;
      resolve();
      return fault;
    });
    return promise;
  };
  const aName = (): string => {
    names += 1;
    return `person-${names}@example.com`;
  };
  const create = (userName: string): Promise<Answer> => directory.scim.post('/Users', { schemas: [USER], userName });
  const found = async (userName: string): Promise<number> => {
    const filter = encodeURIComponent(`userName eq "${userName}"`);
    return (await directory.scim.get(`/Users?filter=${filter}`)).body.totalResults;
  };
  const appended = (on: House): number =>
    [0, 1, 2, 3].reduce((sum, partition) => sum + on.log.records(JOURNAL_TOPIC, partition).length, 0);

  it('is answered by its verdict, though the log did not acknowledge it', async () => {
    void strike({ kind: 'write-without-ack' });
    expect((await create(aName())).status).toBe(201);
  });

  it('counts once, though the log has it twice', async () => {
    void strike({ kind: 'duplicate' });
    const userName = aName();
    expect((await create(userName)).status).toBe(201);
    house.log.inject(undefined);
    expect(await found(userName)).toBe(1);
  });

  it('is answered at once as not applied when the log refuses it for good', async () => {
    void strike({ kind: 'refused' });
    const userName = aName();
    const answer = await create(userName);
    expect(answer).toMatchObject({ status: 503, body: { status: '503' } });
    expect(answer.body.detail).toContain('was not applied');
    expect(answer.headers['retry-after']).toBeDefined();
    expect(await found(userName)).toBe(0);
  });

  it('is answered as not applied, and is not, when the log lost it after saying it had it', async () => {
    const struck = strike({ kind: 'ack-without-write' });
    const userName = aName();
    const before = appended(house);
    const answering = create(userName);
    await struck;
    house.clock.skip(PAST_DEADLINE_MS);
    const answer = await answering;
    expect(answer.status).toBe(503);
    expect(answer.body.detail).toContain('was not applied');
    expect(appended(house)).toBeGreaterThan(before);
    house.log.inject(undefined);
    expect(await found(userName)).toBe(0);
    expect((await create(userName)).status).toBe(201);
  });

  it('never counts when it reaches the log only after its deadline', async () => {
    const struck = strike({ kind: 'late', ms: 400 });
    const userName = aName();
    const answering = create(userName);
    await struck;
    house.clock.skip(PAST_DEADLINE_MS);
    expect((await answering).body.detail).toContain('was not applied');
    house.log.inject(undefined);
    const own = aName();
    expect((await create(own)).status).toBe(201);
    expect(await found(userName)).toBe(0);
  });

  it('is refused early, and said to be not applied, while nobody judges', async () => {
    const other = await openHouse();
    const { scim } = await other.directory();
    await other.stopProjector();
    const before = appended(other);
    const waiting = scim.post('/Users', { schemas: [USER], userName: 'waits@example.com' });
    await eventually(() => appended(other) > before);
    other.clock.skip(8_100);
    const answer = await waiting;
    expect(answer.status).toBe(503);
    expect(answer.body.detail).toContain('unknown');
    other.clock.skip(3_000);
    await eventually(async () => {
      const ready = await fetch(`${other.url}/health/ready`);
      expect(ready.status).toBe(503);
      expect(((await ready.json()) as { checks: { projection: string } }).checks.projection).toContain('behind');
    });
    const refused = await scim.post('/Users', { schemas: [USER], userName: 'early@example.com' });
    expect(refused.body.detail).toMatch(/behind.*was not applied/);
    await other.close();
  });
});
