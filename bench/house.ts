import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A standalone of its own, started as its user would, on a fresh data directory. */
export type House = {
  readonly url: string;
  readonly dataDir: string;
  readonly adminToken: string;
  readonly process: ChildProcess;
  /** Resident memory of the one Node process, in MB. */
  residentMb(): Promise<number>;
  stop(): Promise<void>;
  remove(): Promise<void>;
};

const startDeadlineMs = 60_000;

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

const isReady = async (url: string): Promise<boolean> => {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  return answer?.status === 200;
};

const untilReady = async (url: string, child: ChildProcess): Promise<void> => {
  const deadline = performance.now() + startDeadlineMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`Rollcall ended with exit code ${child.exitCode} before it was ready.`);
    if (await isReady(url)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`Rollcall was not ready within ${startDeadlineMs / 1_000} s.`);
};

export const startHouse = async (options: {
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir?: string;
}): Promise<House> => {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'rollcall-bench-')));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['dist/apps/standalone/src/main.js'], {
    env: {
      ...process.env,
      ROLLCALL_LOG_LEVEL: 'error',
      ...options.environment,
      PORT: String(port),
      ROLLCALL_DATA_DIR: dataDir,
      ROLLCALL_PUBLIC_URL: url,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  await untilReady(url, child).catch((error: unknown) => {
    child.kill('SIGTERM');
    throw error;
  });
  return {
    url,
    dataDir,
    adminToken: (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim(),
    process: child,
    residentMb: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
};
