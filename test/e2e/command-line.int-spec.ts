import { randomBytes } from 'node:crypto';
import {
  type Downstream,
  eventually,
  killServices,
  type Service,
  startDownstream,
  startService,
  type TestDatabase,
  testDatabase,
} from '#testing';
import { aPerson, scimClient } from './clients.js';
import { type Outcome, runCommand } from './run-command.js';

type Issued = { readonly id: string; readonly token: string };

describe('the command line, with services in processes of their own', () => {
  let database: TestDatabase;
  let gateways: readonly [Service, Service];
  let downstream: Downstream;
  const adminToken = randomBytes(24).toString('base64url');

  beforeAll(async () => {
    database = await testDatabase();
    downstream = await startDownstream({ token: 'product-token' });
    const environment = {
      DATABASE_URL: database.url,
      ROLLCALL_LOG: 'postgres',
      ROLLCALL_ADMIN_TOKEN: adminToken,
      ROLLCALL_MASTER_KEY: randomBytes(32).toString('base64'),
    };
    const [first, second] = await Promise.all([
      startService('gateway', environment),
      startService('gateway', environment),
      startService('projector', environment),
      startService('sync', environment),
    ]);
    gateways = [first, second];
  }, 90_000);
  afterAll(async () => {
    await killServices();
    await downstream?.close();
    await database?.drop();
  });

  const rollcall = (words: readonly string[], input?: string, environment = {}): Promise<Outcome> =>
    runCommand(
      'cli/src/main.js',
      words,
      { ROLLCALL_URL: gateways[0].url, ROLLCALL_ADMIN_TOKEN: adminToken, ...environment },
      input,
    );
  const json = async <T>(words: readonly string[], input?: string): Promise<T> => {
    const { code, stdout, stderr } = await rollcall([...words, '--json'], input);
    expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
    return JSON.parse(stdout) as T;
  };
  const newDirectory = (name: string): Promise<Issued> => json(['directories', 'create', name]);
  const statusAt = async (gateway: Service, token: string): Promise<number> =>
    (await scimClient(gateway.url, token).request('GET', '/Users')).status;
  const untilTakenAt = (gateway: Service, token: string, status = 200): Promise<void> =>
    eventually(async () => expect(await statusAt(gateway, token)).toBe(status), { deadlineMs: 1_000 });

  it('creates a directory, shows, renames, disables and enables it', async () => {
    const created = await json<Record<string, string>>(['directories', 'create', 'acme', '--provider', 'jumpcloud']);
    expect(created).toMatchObject({ name: 'acme', provider: 'jumpcloud', state: 'enabled' });
    expect(created['scimBaseUrl']).toMatch(/\/provisioning\/jumpcloud\/v2$/);
    const token = String(created['token']);
    expect(token).toMatch(/^rollcall_[0-9A-Za-z]{38}$/);
    const shown = await rollcall(['directories', 'show', 'acme']);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('jumpcloud') });
    expect(shown.stdout).not.toContain(token);
    await json(['directories', 'rename', 'acme', 'acme two']);
    expect((await rollcall(['directories', 'list'])).stdout).toContain('acme two');
    await json(['directories', 'disable', 'acme two']);
    for (const gateway of gateways) await untilTakenAt(gateway, token, 403);
    await json(['directories', 'enable', 'acme two']);
    for (const gateway of gateways) await untilTakenAt(gateway, token);
  });

  it('issues tokens up to five live ones, lists them without showing them, and revokes within a second everywhere', async () => {
    const { token: firstToken } = await newDirectory('tokens');
    const issued: Issued[] = [];
    for (const label of ['a', 'b', 'c', 'd']) {
      issued.push(await json<Issued>(['tokens', 'issue', 'tokens', '--label', label, '--expires', '90d']));
    }
    expect(await rollcall(['tokens', 'issue', 'tokens', '--label', 'one too many'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no more than 5/),
    });
    const [{ id, token }] = issued as [Issued];
    for (const gateway of gateways) await untilTakenAt(gateway, token);
    const listed = await json<Record<string, unknown>[]>(['tokens', 'list', 'tokens']);
    expect(listed).toHaveLength(5);
    const used = listed.find((row) => row['id'] === id);
    expect(Number(used?.['lastUsedAt']) % 3_600_000).toBe(0);
    expect(Date.now() - Number(used?.['lastUsedAt'])).toBeLessThan(3_700_000);
    expect(JSON.stringify(listed)).not.toMatch(/rollcall_[0-9A-Za-z]{38}|digest/);

    await json(['tokens', 'revoke', 'tokens', id]);
    for (const gateway of gateways) await untilTakenAt(gateway, token, 401);
    for (const gateway of gateways) await untilTakenAt(gateway, firstToken);
    await json(['tokens', 'issue', 'tokens', '--label', 'in its place']);
    expect(await rollcall(['tokens', 'revoke', 'tokens', 'no-such-token'])).toMatchObject({ code: 1 });
  }, 60_000);

  it('answers a token that is unknown, expired, revoked, of another provider, malformed or missing in one way', async () => {
    const { token: living } = await newDirectory('refusals');
    const revoked = await json<Issued>(['tokens', 'issue', 'refusals', '--label', 'revoked']);
    await json(['tokens', 'revoke', 'refusals', revoked.id]);
    const expiring = await fetch(`${gateways[0].url}/admin/v1/directories/refusals/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ label: 'short', expiresAt: Date.now() + 300 }),
    });
    const expired = ((await expiring.json()) as Issued).token;
    await untilTakenAt(gateways[0], expired, 401);
    const malformed = `${living.slice(0, -1)}${living.endsWith('a') ? 'b' : 'a'}`;
    const tokens = [revoked.token, expired, malformed, 'x', '', 'a'.repeat(8_000), `${living}x`];
    await eventually(async () => expect(await statusAt(gateways[0], revoked.token)).toBe(401));
    const answers = await Promise.all([
      ...tokens.map((token) => scimClient(gateways[0].url, token).request('GET', '/Users')),
      scimClient(gateways[0].url, living).request('GET', '/../../provisioning/okta/v2/Users'),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(answer.body).toEqual(answers[0]?.body);
    }
    await untilTakenAt(gateways[0], living);
  });

  it('adds a target, shows how far it is, pauses, resumes, compares and removes it', async () => {
    const { token } = await newDirectory('with target');
    const add = ['targets', 'add', 'product', '--directory', 'with target', '--url', downstream.url];
    expect(await rollcall(add)).toMatchObject({ code: 1, stderr: expect.stringContaining('--token-stdin') });
    await json([...add, '--token-stdin'], 'product-token\n');
    const scim = scimClient(gateways[0].url, token);
    const created = await eventually(async () => {
      const answer = await scim.request('POST', '/Users', aPerson('ada@example.com'));
      expect(answer.status).toBe(201);
      return answer;
    });
    await eventually(() => expect(downstream.accounts()).toMatchObject([{ userName: 'ada@example.com' }]), {
      deadlineMs: 10_000,
    });
    await eventually(async () => {
      const status = await json<{ sync: object; operations: object[] }>(['targets', 'status', 'product']);
      expect(status).toMatchObject({ name: 'product', sync: { state: 'active', links: 1, dirty: 0, lastError: null } });
      expect(status.operations.length).toBeGreaterThan(0);
      expect(JSON.stringify(status)).not.toMatch(/product-token|ada@example\.com/);
    });
    expect((await rollcall(['targets', 'list'])).stdout).toContain('product');
    expect(await json(['targets', 'pause', 'product'])).toMatchObject({ state: 'paused' });
    expect(await json(['targets', 'resume', 'product'])).toMatchObject({ state: 'active' });
    await json(['targets', 'resync', 'product']);

    const history = await json<Record<string, unknown>[]>(['history', 'with target', String(created.body['id'])]);
    expect(history).toMatchObject([{ type: 'user.created', version: 1, actor: { kind: 'token' } }]);
    expect(history[0]?.['requestId']).toBe(created.headers.get('x-request-id'));
    expect(JSON.stringify(history)).not.toContain('ada@example.com');

    await json(['targets', 'remove', 'product']);
    expect(await rollcall(['targets', 'status', 'product'])).toMatchObject({ code: 1 });
    expect(downstream.accounts()).toHaveLength(1);
  }, 60_000);

  it('puts schemas and resource types, refuses what data would not fit, and removes them', async () => {
    const { token } = await newDirectory('schemas');
    await json(['schemas', 'put', 'schemas', 'examples/schemas/badge.json', '--extends', 'User']);
    await json(['schemas', 'put', 'schemas', 'examples/schemas/device.json']);
    await json(['resource-types', 'put', 'schemas', 'examples/schemas/device-type.json']);
    expect(await json(['resource-types', 'list', 'schemas'])).toMatchObject([{ name: 'Device', revision: 1 }]);
    const listed = await rollcall(['schemas', 'list', 'schemas']);
    expect(listed.stdout).toMatch(/badge:1\.0 +1 +User\n/);
    const scim = scimClient(gateways[0].url, token);
    const device = { schemas: ['urn:example:params:scim:schemas:Device:1.0'], displayName: 'Phone' };
    const created = await scim.request('POST', '/Devices', device);
    expect(created).toMatchObject({ status: 201, body: device });
    expect(await rollcall(['resource-types', 'remove', 'schemas', 'Device'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Device'),
    });
    await scim.request('DELETE', `/Devices/${created.body['id']}`);
    await json(['resource-types', 'remove', 'schemas', 'Device']);
    await json(['schemas', 'remove', 'schemas', device.schemas[0] ?? '']);
    expect(await json(['schemas', 'list', 'schemas'])).toHaveLength(1);
    expect(await rollcall(['schemas', 'put', 'schemas', 'package.json'])).toMatchObject({ code: 1, stdout: '' });
  });

  it('changes settings and limits of a directory and goes back to the preset', async () => {
    await newDirectory('settings');
    const changed = await json<{ name: string; value: unknown }[]>([
      ...['directories', 'settings', 'settings', 'patchResponse=no-content', 'pageSize=50'],
    ]);
    const setTo = (rows: typeof changed, name: string) => rows.find((row) => row.name === name)?.value;
    expect([setTo(changed, 'patchResponse'), setTo(changed, 'pageSize')]).toEqual(['no-content', 50]);
    const back = await json<typeof changed>(['directories', 'settings', 'settings', 'pageSize=']);
    expect([setTo(back, 'patchResponse'), setTo(back, 'pageSize')]).toEqual(['no-content', 1_000]);
    expect(await rollcall(['directories', 'settings', 'settings', 'pageSize=0'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('pageSize: must be a whole number'),
    });
  });

  it('tells the whole installation on one screen', async () => {
    const { code, stdout } = await rollcall(['status']);
    expect(code).toBe(0);
    for (const line of ['ready', 'directories', 'resources', 'journal', 'projector', 'publisher', 'sync', 'targets']) {
      expect(stdout).toMatch(new RegExp(`^${line} `, 'm'));
    }
    expect(await json(['status'])).toMatchObject({ ready: true, checks: { writes: 'ok' } });
  });

  it('ends with 1 and one sentence for what is refused, with 2 for misuse, and with 0 for help', async () => {
    expect(await rollcall(['directories', 'show', 'nowhere'])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^There is no directory .*nowhere.*\n$/),
    });
    const refused = await rollcall(['directories', 'show', 'nowhere', '--json']);
    expect(JSON.parse(refused.stderr)).toEqual({ error: expect.stringContaining('nowhere'), status: 404 });
    expect(await rollcall(['directories', 'explode'])).toMatchObject({ code: 2 });
    expect(await rollcall(['directories', 'create'])).toMatchObject({ code: 2 });
    expect(await rollcall(['directories', 'create', 'x', '--provider', 'myspace'])).toMatchObject({ code: 2 });
    expect(await rollcall(['tokens', 'issue', 'tokens', '--label', 'x', '--expires', 'soon'])).toMatchObject({
      code: 2,
    });
    expect(await rollcall(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Exit codes') });
    expect(await rollcall(['status'], '', { ROLLCALL_ADMIN_TOKEN: 'not-the-admin-token' })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^[^\n]*admin token[^\n]*\n$/),
    });
    expect(await rollcall(['status'], '', { ROLLCALL_URL: 'http://127.0.0.1:1' })).toMatchObject({
      code: 1,
      stderr: 'http://127.0.0.1:1 cannot be reached. Is Rollcall running?\n',
    });
  });
});
