import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, startEmbeddedPostgres } from '#persistence';
import { type Environment, freePort, killServices, refusedStart, type Service, startService } from '#testing';
import { aPerson, createDirectory, scimClient } from '../e2e/clients.js';

describe('npm start', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'rollcall-standalone-'));
  });
  afterEach(async () => {
    await killServices();
    await rm(home, { recursive: true, force: true });
  });

  const dataDir = (): string => join(home, 'data');
  const start = (environment: Environment = {}): Promise<Service> =>
    startService('standalone', { ROLLCALL_DATA_DIR: dataDir(), ...environment });
  const adminToken = async (): Promise<string> => (await readFile(join(dataDir(), 'admin-token'), 'utf8')).trim();

  /** Starts one that cannot start, and gives the lines it wrote to standard error. */
  const refusal = async (environment: Environment = {}): Promise<readonly string[]> => {
    const { code, sentences } = await refusedStart('standalone', { ROLLCALL_DATA_DIR: dataDir(), ...environment });
    expect(code).toBe(1);
    return sentences;
  };

  it('makes what it needs, tells where everything is, and keeps all data for the next start', async () => {
    const service = await start();
    const { stdout } = service.output();
    const { port } = new URL(service.url);
    expect(stdout).toContain(`http://localhost:${port}/scim/v2`);
    expect(stdout).toContain(`http://localhost:${port}/admin/v1`);
    expect(stdout).toContain(join(dataDir(), 'admin-token'));
    expect(stdout).not.toContain(await adminToken());
    for (const file of ['admin-token', 'master-key', 'standalone.json']) {
      expect((await stat(join(dataDir(), file))).mode & 0o777).toBe(0o600);
    }
    const { token, scim } = await createDirectory(service.url, await adminToken(), 'acme');
    const created = await scim.request('POST', '/Users', aPerson('ada@example.com'));
    expect(created.status).toBe(201);
    expect(await service.kill('SIGINT')).toBe(0);
    expect(await readdir(dataDir())).not.toContain('standalone.json');

    const again = await start();
    const path = `/Users/${created.body['id']}`;
    const read = await scimClient(again.url, token).request('GET', path);
    expect(read.status).toBe(200);
    expect(read.body).toMatchObject({ userName: 'ada@example.com', meta: { version: 'W/"1"' } });
    expect(await scimClient(again.url, token).request('PUT', path, aPerson('eve@example.com'))).toMatchObject({
      status: 200,
    });
    expect(await again.kill('SIGTERM')).toBe(0);
  }, 60_000);

  it('starts again after it was killed, with everything it had acknowledged', async () => {
    const service = await start();
    const { token, scim } = await createDirectory(service.url, await adminToken(), 'acme');
    const acknowledged: unknown[] = [];
    const write = async (client: number): Promise<void> => {
      for (let n = 0; n < 1_000; n += 1) {
        const { status, body } = await scim.request('POST', '/Users', aPerson(`person-${client}-${n}@example.com`));
        if (status === 0) return;
        if (status === 201) acknowledged.push(body['id']);
        if (acknowledged.length === 200) void service.kill('SIGKILL');
      }
    };
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write));
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);

    const again = await start();
    const after = scimClient(again.url, token);
    const found = await Promise.all(acknowledged.map((id) => after.request('GET', `/Users/${id}`)));
    expect(found.filter(({ status }) => status !== 200)).toEqual([]);
    await again.kill('SIGTERM');
  }, 60_000);

  it('cuts no request when it is told to stop: each is answered, and what was acknowledged is kept', async () => {
    const service = await start();
    const { token, scim } = await createDirectory(service.url, await adminToken(), 'acme');
    const acknowledged: unknown[] = [];
    const others: number[] = [];
    let stopping: Promise<number | null> | undefined;
    let cut = 0;
    const write = async (client: number): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const wasStopping = stopping !== undefined;
        const { status, body } = await scim.request('POST', '/Users', aPerson(`person-${client}-${n}@example.com`));
        if (status === 201) acknowledged.push(body['id']);
        else if (status !== 0) others.push(status);
        if (acknowledged.length >= 100) stopping ??= service.kill('SIGINT');
        if (status !== 0) continue;
        if (!wasStopping) cut += 1;
        return;
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, client) => write(client)));
    expect(await stopping).toBe(0);
    expect(cut).toBe(0);
    expect(others.filter((status) => status !== 503)).toEqual([]);

    const again = await start();
    const after = scimClient(again.url, token);
    const found = await Promise.all(acknowledged.map((id) => after.request('GET', `/Users/${id}`)));
    expect(found.filter(({ status }) => status !== 200)).toEqual([]);
    await again.kill('SIGTERM');
  }, 60_000);

  it('does not go on without its database: says so, ends with 1, and starts again', async () => {
    const service = await start();
    const postmaster = await readFile(join(dataDir(), 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
    process.kill(Number.parseInt(postmaster, 10), 'SIGKILL');
    expect(await service.exited).toBe(1);
    expect(service.output().stderr).toMatch(/^The embedded PostgreSQL has ended by itself: see .*server\.log\.$/m);
    await (await start()).kill('SIGTERM');
  }, 60_000);

  it('says that its port is taken, before it makes anything', async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((done) => other.listen(port, done));
    const sentences = await refusal({ PORT: String(port) });
    await new Promise((done) => other.close(done));
    expect(sentences).toEqual([expect.stringMatching(new RegExp(`^Port ${port} is taken .*PORT`))]);
    expect(await readdir(home)).toEqual([]);
  });

  it('names every wrong variable at once, and never the value of a secret', async () => {
    const sentences = await refusal({
      ROLLCALL_LOG: 'rabbit',
      ROLLCALL_PUBLIC_URL: 'nowhere',
      DATABASE_URL: 'mysql://localhost/x',
      ROLLCALL_MASTER_KEY: 'short-secret',
      ROLLCALL_ADMIN_TOKEN: 'tiny',
      KAFKA_BROKERS: 'localhost',
    });
    const named = sentences.map((sentence) => sentence.split(' ')[0]).sort();
    expect(named).toEqual([
      'DATABASE_URL',
      'KAFKA_BROKERS',
      'ROLLCALL_ADMIN_TOKEN',
      'ROLLCALL_LOG',
      'ROLLCALL_MASTER_KEY',
      'ROLLCALL_PUBLIC_URL',
    ]);
    expect(sentences.join()).not.toMatch(/short-secret|tiny/);
    expect(await readdir(home)).toEqual([]);
  });

  it('asks for the brokers when the log is Kafka', async () => {
    expect(await refusal({ ROLLCALL_LOG: 'kafka' })).toEqual([expect.stringMatching(/^KAFKA_BROKERS is not set/)]);
  });

  it('refuses a data directory that holds something else, and leaves it as it was', async () => {
    await mkdir(dataDir());
    await writeFile(join(dataDir(), 'holiday.jpg'), 'not ours');
    expect(await refusal()).toEqual([expect.stringContaining('holiday.jpg')]);
    expect(await readdir(dataDir())).toEqual(['holiday.jpg']);
  });

  it('refuses a file with an admin token that is too short to be one, before it makes anything', async () => {
    await mkdir(dataDir());
    const file = join(dataDir(), 'admin-token');
    for (const [text, how] of [
      ['guess-me\n', 'does not'],
      ['fifteen-letters        \n', 'does not'],
      ['\n', 'is empty'],
    ] as const) {
      await writeFile(file, text);
      expect(await refusal()).toEqual([
        `${file} must hold a secret of at least 16 characters, but ${how}: write one into it, or remove the file and a new one is made.`,
      ]);
      expect(await readdir(dataDir())).toEqual(['admin-token']);
    }
    await rm(file);
    await mkdir(file);
    expect(await refusal()).toEqual([`${file} cannot be read (EISDIR).`]);
  });

  it('refuses a data directory that is a file', async () => {
    await writeFile(dataDir(), 'not a folder');
    expect(await refusal()).toEqual([expect.stringContaining(dataDir())]);
  });

  it('is alone on its data directory, and refuses one that is not as it left it', async () => {
    const service = await start();
    expect(await refusal()).toEqual([expect.stringContaining(`Process ${service.pid} already runs`)]);
    expect(await scimClient(service.url, 'x').request('GET', '/Users')).toMatchObject({ status: 401 });
    await service.kill('SIGTERM');

    const anotherKey = randomBytes(32).toString('base64');
    expect(await refusal({ ROLLCALL_MASTER_KEY: anotherKey })).toEqual([
      expect.stringMatching(/^ROLLCALL_MASTER_KEY is not the key/),
    ]);
    expect(await refusal({ ROLLCALL_MASTER_KEY: 'thirty-two characters and no key at all' })).toEqual([
      expect.stringMatching(/^ROLLCALL_MASTER_KEY .*32 random bytes/),
    ]);
    const keyFile = join(dataDir(), 'master-key');
    const key = await readFile(keyFile, 'utf8');
    for (const [text, how] of [
      ['', 'is empty'],
      [key.slice(2), 'does not'],
    ] as const) {
      await writeFile(keyFile, text);
      expect(await refusal()).toEqual([
        `${keyFile} must hold 32 random bytes in base64 or hex, but ${how}: restore it from a copy, or set ROLLCALL_MASTER_KEY; it cannot be made again.`,
      ]);
    }
    await writeFile(keyFile, anotherKey);
    expect(await refusal()).toEqual([expect.stringContaining(`${keyFile} is not the key`)]);
    await rm(keyFile);
    expect(await refusal()).toEqual([expect.stringContaining('master-key is missing')]);
    expect(await readdir(dataDir())).not.toContain('master-key');
    await writeFile(keyFile, key);

    const version = join(dataDir(), 'postgres', 'cluster', 'PG_VERSION');
    const whole = await readFile(version, 'utf8');
    await writeFile(version, '16\n');
    expect(await refusal()).toEqual([expect.stringContaining('PostgreSQL 16')]);
    await rm(version);
    expect(await refusal()).toEqual([expect.stringContaining('not a complete PostgreSQL data directory')]);
    await writeFile(version, whole);
    await writeFile(join(dataDir(), 'postgres', 'cluster', 'global', 'pg_control'), Buffer.alloc(8_192));
    expect(await refusal()).toEqual([expect.stringContaining('server.log')]);
  }, 60_000);

  it('names data directory and server.log, and no variable, when its own database is damaged', async () => {
    await (await start()).kill('SIGTERM');
    const postgres = join(dataDir(), 'postgres');
    const sentence = new RegExp(
      `^The embedded PostgreSQL in ${postgres} \\(more in ${postgres}/server\\.log\\) cannot be used: .`,
    );
    const withDatabase = async (statement: string): Promise<void> => {
      const server = await startEmbeddedPostgres({ dataDir: postgres });
      const database = await openDatabase({ url: server.url, applicationName: 'test', poolSize: 1 });
      await database.query(statement);
      await database.close();
      await server.stop();
    };
    await withDatabase('alter table rm_1.directory rename to lost');
    expect(await refusal()).toEqual([expect.stringMatching(sentence)]);
    await withDatabase('alter table core.installation rename to lost');
    expect(await refusal()).toEqual([expect.stringMatching(sentence)]);

    const base = join(postgres, 'cluster', 'base');
    const [ofOurs] = (await readdir(base)).map(Number).sort((a, b) => b - a);
    await writeFile(join(base, String(ofOurs), 'pg_filenode.map'), Buffer.alloc(512));
    expect(await refusal()).toEqual([expect.stringMatching(sentence)]);
  }, 60_000);

  it('says which database cannot be reached', async () => {
    const port = await freePort();
    const sentences = await refusal({ DATABASE_URL: `postgres://rollcall:secret-password@127.0.0.1:${port}/rollcall` });
    expect(sentences).toEqual([expect.stringMatching(/DATABASE_URL/)]);
    expect(sentences.join()).not.toContain('secret-password');
  });
});
