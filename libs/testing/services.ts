import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { eventually } from './eventually.js';

/** A service in a process of its own, built as its user would run it. */
export type Service = {
  readonly app: App;
  readonly url: string;
  readonly pid: number | undefined;
  /** The end of what it wrote, to either stream. */
  errors(): string;
  output(): { readonly stdout: string; readonly stderr: string };
  /** Its exit code once it has ended; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
};

export type App = 'gateway' | 'projector' | 'sync' | 'standalone';
export type Environment = Readonly<Record<string, string>>;

const START_DEADLINE_MS = 60_000;
const KEPT_OUTPUT = 2_000_000;
const SHOWN_OUTPUT = 8_000;
// Below the range from which systems take ports for outgoing connections: a service that is killed finds its own again.
const LOWEST_PORT = 10_000;
const PORTS = 10_000;

/** A port of this machine that nobody listens on, on any address. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = LOWEST_PORT + Math.floor(Math.random() * PORTS);
    if (await isFree(port)) return port;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, () => server.close(() => done(true)));
  });

/** As the npm scripts have them: without, garbage is left lying until hundreds of megabytes are taken. */
const memoryLimits = ['--max-semi-space-size=32', '--max-old-space-size=1024', '--heap-growing-percent=70'];

const running = new Set<ChildProcess>();

export const isServiceReady = async (url: string): Promise<boolean> => {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status === 200;
};

/** Starts a service on a free port (or on `environment.PORT`) without waiting for it. */
export const launchService = async (app: App, environment: Environment): Promise<Service> => {
  const port = environment['PORT'] ?? String(await freePort());
  const child = spawn(process.execPath, [...memoryLimits, `dist/apps/${app}/src/main.js`], {
    env: { PATH: process.env['PATH'] ?? '', ROLLCALL_LOG_LEVEL: 'error', ...environment, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  let together = '';
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      output[name] = (output[name] + chunk).slice(-KEPT_OUTPUT);
      together = (together + chunk).slice(-SHOWN_OUTPUT);
    });
  }
  running.add(child);
  const exited = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  void exited.then(() => running.delete(child));
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid,
    errors: () => together,
    output: () => output,
    exited,
    kill: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
};

/** Starts a service and waits until it says that it is ready. Throws, with what it wrote, once it ends or takes too long. */
export const startService = async (app: App, environment: Environment): Promise<Service> => {
  const service = await launchService(app, environment);
  const ready = eventually(() => isServiceReady(service.url), { deadlineMs: START_DEADLINE_MS }).then(() => 'ready');
  const outcome = await Promise.race([ready, service.exited]).catch(() => 'late');
  if (outcome === 'ready') return service;
  ready.catch(() => undefined);
  if (outcome === 'late') await service.kill('SIGKILL');
  const what = outcome === 'late' ? `was not ready within ${START_DEADLINE_MS / 1_000} s` : `ended with ${outcome}`;
  throw new Error(`${app} ${what}: ${service.errors()}`);
};

/** Starts a service that cannot start: its exit code, and the lines it wrote to standard error. Nothing else was written. */
export const refusedStart = async (
  app: App,
  environment: Environment,
): Promise<{ readonly code: number | null; readonly sentences: readonly string[] }> => {
  const service = await launchService(app, environment);
  const code = await service.exited;
  const { stdout, stderr } = service.output();
  if (stdout !== '') throw new Error(`${app} wrote to standard output: ${stdout}`);
  return { code, sentences: stderr.trimEnd().split('\n') };
};

/** Ends whatever a failed test left running. */
export const killServices = async (): Promise<void> => {
  for (const child of running) child.kill('SIGKILL');
};
