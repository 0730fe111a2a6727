import { randomBytes } from 'node:crypto';
import { eventually, killServices, type Service, startService, testDatabase, testKafka } from '#testing';
import { type Client, createDirectory, scimClient } from '../../../test/e2e/clients.js';
import { groupBody, idOf, newName, patchBody, userBody } from './conformance/wire.js';

const adminToken = randomBytes(24).toString('base64url');
const settings = { ROLLCALL_ADMIN_TOKEN: adminToken, ROLLCALL_MASTER_KEY: randomBytes(32).toString('base64') };

type House = { readonly log: 'postgres' | 'kafka'; readonly environment: (url: string) => Record<string, string> };

const houses: readonly House[] = [
  { log: 'postgres', environment: (url) => ({ DATABASE_URL: url, ROLLCALL_LOG: 'postgres' }) },
  {
    log: 'kafka',
    environment: (url) => ({
      DATABASE_URL: url,
      ROLLCALL_LOG: 'kafka',
      KAFKA_BROKERS: testKafka()?.brokers ?? '',
      KAFKA_TOPIC_PREFIX: `concurrency-${randomBytes(4).toString('hex')}.`,
    }),
  },
];

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

for (const { log, environment } of houses) {
  const describeHouse = log === 'postgres' || testKafka() ? describe : describe.skip;

  describeHouse(`two gateways and two projectors on the ${log} log`, () => {
    let database: Awaited<ReturnType<typeof testDatabase>>;
    let gateways: readonly Service[];
    let clients: readonly Client[];
    /** Requests go to the gateways in turn. */
    const at = (n: number): Client => clients[n % clients.length] as Client;
    const created = async (path: string, body: unknown): Promise<string> => {
      const answer = await at(0).request('POST', path, body);
      expect(answer.status).toBe(201);
      return idOf(answer);
    };
    const statuses = (answers: readonly { status: number }[]): Record<number, number> => {
      const counts: Record<number, number> = {};
      for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
      return counts;
    };

    beforeAll(async () => {
      database = await testDatabase();
      const shared = { ...environment(database.url), ...settings };
      await startService('projector', shared);
      gateways = [await startService('gateway', shared)];
      gateways = [...gateways, await startService('gateway', shared)];
      await startService('projector', shared);
      const { token } = await createDirectory(gateways[0]?.url ?? '', adminToken, 'concurrency');
      clients = gateways.map(({ url }) => scimClient(url, token));
      for (const client of clients) {
        await eventually(async () => expect((await client.request('GET', '/Users')).status).toBe(200));
      }
    }, 120_000);

    afterAll(async () => {
      await killServices();
      await database.drop();
    });

    it('300 parallel adds of different members give 300 members', async () => {
      const people = await Promise.all(times(300, (n) => at(n).request('POST', '/Users', userBody())));
      expect(statuses(people)).toEqual({ 201: 300 });
      const group = await created('/Groups', groupBody());
      const answers = await Promise.all(
        people.map((person, n) =>
          at(n).request(
            'PATCH',
            `/Groups/${group}`,
            patchBody({ op: 'add', path: 'members', value: [{ value: idOf(person) }] }),
          ),
        ),
      );
      expect(statuses(answers)).toEqual({ 200: 300 });
      for (const client of clients) {
        const { body } = await client.request('GET', `/Groups/${group}`);
        const members = (body['members'] as { value: string }[]).map(({ value }) => value);
        expect(members.sort()).toEqual(people.map(idOf).sort());
      }
    }, 60_000);

    it('parallel adds and removes of the same members end with each either in or out, as the last one said', async () => {
      const people = (await Promise.all(times(20, (n) => at(n).request('POST', '/Users', userBody())))).map(idOf);
      const group = await created('/Groups', groupBody({ members: people.map((value) => ({ value })) }));
      const change = (n: number, value: string) =>
        at(n).request(
          'PATCH',
          `/Groups/${group}`,
          patchBody(
            n % 2 === 0
              ? { op: 'remove', path: `members[value eq "${value}"]` }
              : { op: 'add', path: 'members', value: [{ value }] },
          ),
        );
      const answers = await Promise.all(times(100, (n) => change(n, people[n % 20] as string)));
      expect(statuses(answers)).toEqual({ 200: 100 });
      const { body } = await at(1).request('GET', `/Groups/${group}`);
      const members = ((body['members'] ?? []) as { value: string }[]).map(({ value }) => value);
      expect(new Set(members).size).toBe(members.length);
      for (const [n, person] of people.entries()) {
        const groups = (await at(n).request('GET', `/Users/${person}`)).body['groups'] ?? [];
        expect((groups as unknown[]).length).toBe(members.includes(person) ? 1 : 0);
      }
    }, 60_000);

    it('100 parallel PATCHes of different attributes of one user are all visible', async () => {
      const id = await created('/Users', userBody());
      const answers = await Promise.all(
        times(100, (n) =>
          at(n).request(
            'PATCH',
            `/Users/${id}`,
            patchBody({ op: 'add', path: 'entitlements', value: [{ value: `e${n}`, type: `t${n}` }] }),
          ),
        ),
      );
      expect(statuses(answers)).toEqual({ 200: 100 });
      for (const client of clients) {
        const { body } = await client.request('GET', `/Users/${id}`);
        const values = (body['entitlements'] as { value: string }[]).map(({ value }) => value);
        expect(values.sort()).toEqual(times(100, (n) => `e${n}`).sort());
      }
    }, 60_000);

    it('parallel PATCHes of simple attributes do not undo each other', async () => {
      const names = [
        'title',
        'nickName',
        'displayName',
        'userType',
        'locale',
        'preferredLanguage',
        'timezone',
        'externalId',
      ];
      const id = await created('/Users', userBody());
      const answers = await Promise.all(
        names.map((path, n) =>
          at(n).request('PATCH', `/Users/${id}`, patchBody({ op: 'replace', path, value: `${path}-x` })),
        ),
      );
      expect(statuses(answers)).toEqual({ 200: names.length });
      const { body } = await at(0).request('GET', `/Users/${id}`);
      expect(body).toMatchObject(Object.fromEntries(names.map((name) => [name, `${name}-x`])));
    }, 60_000);

    it('20 parallel POSTs of one userName give one 201 and 19 times 409, which say where it is', async () => {
      const body = userBody({ userName: newName('Same') });
      const answers = await Promise.all(times(20, (n) => at(n).request('POST', '/Users', body)));
      expect(statuses(answers)).toEqual({ 201: 1, 409: 19 });
      const id = idOf(answers.find(({ status }) => status === 201)!);
      for (const refused of answers.filter(({ status }) => status === 409)) {
        expect(refused.body).toMatchObject({ scimType: 'uniqueness' });
        expect(refused.headers.get('location')).toMatch(new RegExp(`/Users/${id}$`));
      }
      const filter = encodeURIComponent(`userName eq "${body['userName']}"`);
      expect((await at(1).request('GET', `/Users?filter=${filter}`)).body['totalResults']).toBe(1);
    }, 60_000);

    it('50 parallel PUTs with one If-Match give one 200 and 49 times 412', async () => {
      const userName = newName();
      const first = await at(0).request('POST', '/Users', userBody({ userName }));
      const path = `/Users/${idOf(first)}`;
      const headers = { 'if-match': first.headers.get('etag') ?? '' };
      const answers = await Promise.all(
        times(50, (n) => at(n).request('PUT', path, userBody({ userName, title: `writer ${n}` }), headers)),
      );
      expect(statuses(answers)).toEqual({ 200: 1, 412: 49 });
      const winner = answers.find(({ status }) => status === 200);
      const { meta: _, ...won } = winner?.body ?? {};
      for (const client of clients) expect((await client.request('GET', path)).body).toMatchObject(won);
    }, 60_000);

    it('one Idempotency-Key sent to both gateways at once creates one user', async () => {
      const headers = { 'idempotency-key': newName('key') };
      const body = userBody();
      const answers = await Promise.all(times(10, (n) => at(n).request('POST', '/Users', body, headers)));
      expect(statuses(answers)).toEqual({ 201: 10 });
      expect(new Set(answers.map(idOf)).size).toBe(1);
    }, 60_000);

    it('what one gateway has acknowledged the other shows at once', async () => {
      for (let n = 0; n < 20; n++) {
        const title = `turn ${n}`;
        const made = await at(n).request('POST', '/Users', userBody());
        const path = `/Users/${idOf(made)}`;
        expect((await at(n + 1).request('GET', path)).body['id']).toBe(idOf(made));
        await at(n + 1).request('PATCH', path, patchBody({ op: 'replace', path: 'title', value: title }));
        expect((await at(n).request('GET', path)).body['title']).toBe(title);
      }
    }, 60_000);
  });
}
