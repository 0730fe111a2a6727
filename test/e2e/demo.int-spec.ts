import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killServices, type Service, startService, type TestDatabase, testDatabase } from '#testing';
import { runCommand } from './run-command.js';

describe('npm run demo', () => {
  let database: TestDatabase;
  let service: Service;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rollcall-demo-'));
    database = await testDatabase();
    service = await startService('standalone', { DATABASE_URL: database.url, ROLLCALL_DATA_DIR: dataDir });
  }, 60_000);
  afterAll(async () => {
    await service?.kill('SIGTERM');
    await killServices();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('finds the installation that runs here, tells each hop of a short life, and ends with 0, every time', async () => {
    for (let run = 1; run <= 2; run += 1) {
      const { code, stdout, stderr } = await runCommand('cli/src/demo/main.js', [], { ROLLCALL_DATA_DIR: dataDir });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const hop of [
        /→ POST \/Users/,
        /← 201/,
        /journal +partition \d+, offset \d+: accepted, version 1/,
        /lifecycle +user\.created/,
        /lifecycle +user\.deactivated/,
        /lifecycle +user\.reactivated/,
        /lifecycle +user\.deleted/,
        /downstream +POST \/Users → 201/,
        /All as it should be\.$/m,
      ]) {
        expect(stdout).toMatch(hop);
      }
    }
  }, 60_000);

  it('says what failed, and ends with 1, when nothing answers', async () => {
    const nowhere = { ROLLCALL_URL: 'http://127.0.0.1:1', ROLLCALL_ADMIN_TOKEN: randomBytes(8).toString('hex') };
    expect(await runCommand('cli/src/demo/main.js', [], nowhere)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('http://127.0.0.1:1 cannot be reached'),
    });
  });
});
