import { encodeRecord, JOURNAL_TOPIC, partitionOf } from '#journal';
import type { Database } from '#persistence';
import { newId } from '#runtime';
import { eventually } from '#testing';
import { type Answer, aPerson, type Client } from '../e2e/clients.js';
import { judged, proposalsOf, recordsOnJournal } from './journal.js';
import { type Directory, openStage, PARTITIONS, type Stage } from './stage.js';

describe('what goes wrong between gateway, projector and database', () => {
  let stage: Stage;
  let directory: Directory;

  beforeEach(async () => {
    stage = await openStage();
  });
  afterEach(() => stage.end());

  const create = (scim: Client, userName: string): Promise<Answer> => scim.request('POST', '/Users', aPerson(userName));

  it('row 10: every notification is lost: the gateway looks by itself, and answers soon enough', async () => {
    await stage.projector();
    const database: Database = { ...stage.database, listen: async () => ({ close: async () => undefined }) };
    await stage.gateway({ database });
    directory = await stage.directory();
    const begin = performance.now();
    for (let n = 0; n < 5; n += 1)
      expect(await create(directory.scim, `person-${n}@example.com`)).toMatchObject({ status: 201 });
    expect(performance.now() - begin).toBeLessThan(5 * 1_000);
  });

  it('row 14: a gateway is cut off from the database: it refuses before anything is on the journal', async () => {
    const cut = { isCut: false };
    await stage.projector();
    await stage.gateway();
    directory = await stage.directory();
    const isolated = await stage.gateway({ database: cuttable(stage.database, cut) });
    const scim = directory.through(isolated);
    expect(await create(scim, 'ada@example.com')).toMatchObject({ status: 201 });
    const before = recordsOnJournal(stage.log);
    cut.isCut = true;
    const refused = await create(scim, 'bob@example.com');
    expect(refused).toMatchObject({ status: 503 });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(recordsOnJournal(stage.log)).toBe(before);
    expect((await isolated.health.report()).ready).toBe(false);
    cut.isCut = false;
    await eventually(async () => expect(await create(scim, 'bob@example.com')).toMatchObject({ status: 201 }));
  });

  it('row 14: a gateway is cut off after it has written: it says that it does not know, and a repeat finds out', async () => {
    const cut = { isCut: false };
    await stage.projector();
    await stage.gateway();
    directory = await stage.directory();
    const isolated = await stage.gateway({
      database: cuttable(stage.database, cut),
      log: {
        ...stage.log,
        append: async (topic, records) => {
          if (proposalsOf(stage.log, directory.id).length === 0) cut.isCut = true;
          await stage.log.append(topic, records);
        },
      },
    });
    const answer = create(directory.through(isolated), 'ada@example.com');
    await eventually(() => cut.isCut && proposalsOf(stage.log, directory.id).length === 1);
    stage.clock.shift(9_000);
    const { status, body } = await answer;
    expect(status).toBe(503);
    expect(body['detail']).not.toContain('not applied');
    cut.isCut = false;
    expect(await create(directory.scim, 'ada@example.com')).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
  });

  it('row 15: the projector lags: gateways refuse writes before they are on the journal, and read on', async () => {
    const projector = await stage.projector();
    const gateway = await stage.gateway();
    directory = await stage.directory();
    const { body } = await create(directory.scim, 'ada@example.com');
    await projector.stop();
    const waiting = Promise.all(['b', 'c', 'd'].map((name) => create(directory.scim, `${name}@example.com`)));
    await eventually(() => proposalsOf(stage.log, directory.id).length === 4);
    await stage.shift(0);
    await stage.shift(2_500);
    const before = recordsOnJournal(stage.log);
    const refused = await create(directory.scim, 'eve@example.com');
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringContaining('not applied') } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(recordsOnJournal(stage.log)).toBe(before);
    expect((await gateway.health.report()).ready).toBe(false);
    expect(await directory.scim.request('GET', `/Users/${body['id']}`)).toMatchObject({ status: 200 });
    await stage.projector();
    expect((await waiting).every(({ status }) => status === 201 || status === 503)).toBe(true);
    await eventually(async () =>
      expect(await create(directory.scim, 'eve@example.com')).toMatchObject({ status: 201 }),
    );
  }, 30_000);

  it('row 21: a record cannot be projected: its aggregate is parked, its verdict stands, the others go on', async () => {
    await stage.projector();
    await stage.gateway();
    directory = await stage.directory();
    const ada = await create(directory.scim, 'ada@example.com');
    const id = String(ada.body['id']);
    await stage.log.append(JOURNAL_TOPIC, [
      {
        partition: partitionOf(directory.id, PARTITIONS),
        key: directory.id,
        ...encodeRecord({
          kind: 'proposal',
          format: 1,
          rules: 1,
          commandId: newId(),
          directoryId: directory.id,
          notAfter: stage.clock.now() + 60_000,
          aggregate: { type: 'User', id },
          expect: { is: 'version', version: 1 },
          events: [
            { type: 'user.updated', v: 1, data: { changed: ['title'], active: true }, sealed: 'bm90IHNlYWxlZA==' },
          ],
          occurredAt: stage.clock.now(),
          actor: { kind: 'system' },
          requestId: 'poison',
        }),
      },
    ]);
    await judged(stage);
    const heads = 'select version from rm_1.aggregate_head where id = $1';
    expect(await stage.database.query(heads, [id])).toEqual([{ version: 2 }]);
    expect((await directory.scim.request('GET', `/Users/${id}`)).status).toBe(503);
    expect(await create(directory.scim, 'ada@example.com')).toMatchObject({ status: 409 });
    expect(await create(directory.scim, 'bob@example.com')).toMatchObject({ status: 201 });
  });
});

/** A database behind a network that can be cut. */
const cuttable = (database: Database, state: { readonly isCut: boolean }): Database => {
  const unlessCut = async <T>(work: () => Promise<T>): Promise<T> => {
    if (state.isCut) throw Object.assign(new Error('The connection was refused.'), { code: 'ECONNREFUSED' });
    return work();
  };
  return {
    ...database,
    query: (statement, values) => unlessCut(() => database.query(statement, values)),
    brief: { query: (statement, values) => unlessCut(() => database.brief.query(statement, values)) },
    transaction: (work) => unlessCut(() => database.transaction(work)),
    isReachable: (timeoutMs) => (state.isCut ? Promise.resolve(false) : database.isReachable(timeoutMs)),
    listen: (channel, onMessage) => database.listen(channel, (payload) => void (state.isCut || onMessage(payload))),
  };
};
