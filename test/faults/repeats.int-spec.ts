import { randomUUID } from 'node:crypto';
import { type Answer, aPerson } from '../e2e/clients.js';
import { onFirstProposal } from './append-faults.js';
import { proposalsOf } from './journal.js';
import { type Directory, openStage, type Stage } from './stage.js';

const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';

describe('a repeat with the same Idempotency-Key', () => {
  let stage: Stage;
  let directory: Directory;

  beforeAll(async () => {
    stage = await openStage();
    await stage.projector();
    await stage.gateway();
  });
  beforeEach(async () => {
    directory = await stage.directory();
  });
  afterEach(() => stage.log.inject(undefined));
  afterAll(() => stage.end());

  const send = (method: string, path: string, body?: unknown, key?: string): Promise<Answer> =>
    directory.scim.request(method, path, body, key === undefined ? {} : { 'idempotency-key': key });

  it('meets the refusal that the journal gave, though its reason is gone', async () => {
    const key = randomUUID();
    const { plan, met } = onFirstProposal({ kind: 'overtaken', ms: 2_000 });
    stage.log.inject(plan);
    const overtaken = send('POST', '/Users', aPerson('ada@example.com'), key);
    await met;
    const winner = await send('POST', '/Users', aPerson('ADA@example.com'));
    expect(winner.status).toBe(201);
    const refused = { status: 409, body: { scimType: 'uniqueness', detail: expect.stringContaining('userName') } };
    expect(await overtaken).toMatchObject(refused);
    expect(await send('POST', '/Users', aPerson('ada@example.com'), key)).toMatchObject(refused);
    expect((await send('DELETE', `/Users/${winner.body['id']}`)).status).toBe(204);
    expect(await send('POST', '/Users', aPerson('ada@example.com'), key)).toMatchObject(refused);
    expect(await send('POST', '/Users', aPerson('ada@example.com'), randomUUID())).toMatchObject({ status: 201 });
  });

  it('shows what is there where the first answer can no longer be read', async () => {
    const key = randomUUID();
    const body = aPerson('ada@example.com', { title: 'first' });
    const first = await send('POST', '/Users', body, key);
    const id = String(first.body['id']);
    const later = aPerson('ada@example.com', { title: 'later' });
    expect(await send('PUT', `/Users/${id}`, later)).toMatchObject({ status: 200 });
    expect(await send('POST', '/Users', body, key)).toMatchObject({ status: 201, body: { title: 'first' } });
    await stage.subjectKeys.erase(id);
    expect(await send('POST', '/Users', body, key)).toMatchObject({ status: 201, body: { id, title: 'later' } });
  });

  it('creates nothing while the events of the first wait for an operator', async () => {
    const key = randomUUID();
    const body = { schemas: [groupSchema], displayName: 'Crew' };
    const first = await send('POST', '/Groups', body, key);
    // As if the group had been parked: its events are then not among the accepted ones.
    await stage.database.query('delete from rm_1.event where aggregate_id = $1', [first.body['id']]);
    await stage.database.query('delete from rm_1.claim where owner_id = $1', [first.body['id']]);
    expect((await send('POST', '/Groups', body, key)).status).toBe(503);
    expect(proposalsOf(stage.log, directory.id)).toHaveLength(1);
  });
});
