import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { eventually } from './eventually.js';

/** A service in a process of its own, built as its user would run it. */
export type Service = {
  readonly app: App;
  readonly url: string;
  readonly pid: number | undefined;
  /** What it wrote to standard error, for failing tests. */
  errors(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
};

export type App = 'gateway' | 'projector' | 'sync' | 'standalone';
export type Environment = Readonly<Record<string, string>>;

export const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

const running = new Set<ChildProcess>();

export const isServiceReady = async (url: string): Promise<boolean> => {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  return answer?.status === 200;
};

/** Starts a service on a free port (or on `environment.PORT`) without waiting for it. */
export const launchService = async (app: App, environment: Environment): Promise<Service> => {
  const port = environment['PORT'] ?? String(await freePort());
  const child = spawn(process.execPath, ['--enable-source-maps', `dist/apps/${app}/src/main.js`], {
    env: { PATH: process.env['PATH'] ?? '', ROLLCALL_LOG_LEVEL: 'error', ...environment, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-8_000);
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-8_000);
  });
  running.add(child);
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  void ended.then(() => running.delete(child));
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid,
    errors: () => errors,
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
};

/** Starts a service and waits until it says that it is ready. */
export const startService = async (app: App, environment: Environment): Promise<Service> => {
  const service = await launchService(app, environment);
  await eventually(
    async () => {
      if (!(await isServiceReady(service.url))) throw new Error(`${app} is not ready: ${service.errors()}`);
    },
    { deadlineMs: 60_000 },
  );
  return service;
};

/** Ends whatever a failed test left running. */
export const killServices = async (): Promise<void> => {
  for (const child of running) child.kill('SIGKILL');
};
