import { existsSync, globSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { findConnection } from '#app/cli/src/config';
import { readGatewayConfig } from '#app/gateway/src/config';
import { readProjectorConfig } from '#app/projector/src/config';
import { readStandaloneConfig } from '#app/standalone/src/config';
import { readSyncConfig } from '#app/sync/src/config';

type Service = {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
type Environment = Readonly<Record<string, string | undefined>>;

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');
const entrypoint = readFileSync('deploy/entrypoint.mjs', 'utf8');
const readers = { gateway: readGatewayConfig, projector: readProjectorConfig, sync: readSyncConfig } as const;
const ours = Object.keys(readers) as (keyof typeof readers)[];

/** What an operator sets before `docker compose up`. */
const given: Environment = {
  ROLLCALL_ADMIN_TOKEN: 'a'.repeat(44),
  ROLLCALL_MASTER_KEY: Buffer.alloc(32).toString('base64'),
};

/** `${NAME}`, `${NAME:-otherwise}` and `${NAME:?message}`, as compose replaces them. */
const replaced = (text: string, environment: Environment): string =>
  text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, mark?: string, rest = '') => {
    const value = environment[name];
    if (value) return value;
    if (mark === '-') return rest;
    throw new Error(`${name} is not set: ${rest}`);
  });

const environmentOf = (name: string, operator = given): Record<string, string> =>
  Object.fromEntries(
    Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [key, replaced(value, operator)]),
  );

/** The names a reader looks at. */
const namesReadBy = (
  read: (environment: NodeJS.ProcessEnv) => unknown,
  environment: Environment,
): ReadonlySet<string> => {
  const names = new Set<string>();
  const watched = new Proxy(environment as NodeJS.ProcessEnv, {
    get: (values, name: string) => {
      names.add(name);
      return values[name];
    },
  });
  read(watched);
  return names;
};

describe('docker-compose.yml', () => {
  it.each(ours)('gives the %s every variable it needs, and none that it does not read', (name) => {
    const environment = environmentOf(name);
    const read = namesReadBy(readers[name], environment);
    expect(Object.keys(environment).filter((key) => !read.has(key))).toEqual([]);
  });

  it.each(ours)('runs the %s by its name in the entry point, and looks whether it is ready on its own port', (name) => {
    const service = compose.services[name];
    const { PORT } = environmentOf(name);
    expect(service?.command).toEqual([name]);
    expect(entrypoint).toContain(`'${name}'`);
    expect(existsSync(`apps/${name}/src/main.ts`)).toBe(true);
    expect(service?.healthcheck.test).toEqual([
      'CMD',
      'node',
      'deploy/health.mjs',
      `http://localhost:${PORT}/health/ready`,
    ]);
    expect(dockerfile).toMatch(new RegExp(`^EXPOSE .*\\b${PORT}\\b`, 'm'));
    for (const port of service?.ports ?? []) expect(replaced(port, given)).toMatch(new RegExp(`:${PORT}$`));
  });

  it('starts a service once what it depends on is healthy', () => {
    for (const name of ours) {
      const needed = Object.entries(compose.services[name]?.depends_on ?? {});
      expect(needed.map(([other]) => other).sort()).toEqual(['kafka', 'postgres']);
      for (const [other, { condition }] of needed) {
        expect(condition).toBe('service_healthy');
        expect(compose.services[other]?.healthcheck.test.length).toBeGreaterThan(1);
      }
    }
  });

  it('points at its own PostgreSQL and Kafka, under one password', () => {
    for (const operator of [given, { ...given, POSTGRES_PASSWORD: 'another' }]) {
      const { DATABASE_URL, KAFKA_BROKERS } = environmentOf('gateway', operator);
      const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = environmentOf('postgres', operator);
      expect(DATABASE_URL).toBe(`postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}`);
      expect(environmentOf('kafka')['KAFKA_ADVERTISED_LISTENERS']).toBe(`PLAINTEXT://${KAFKA_BROKERS}`);
    }
  });

  it('keeps data in volumes it declares', () => {
    const used = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map((volume) => volume.split(':')[0]),
    );
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('asks for the secrets instead of inventing them', () => {
    expect(() => environmentOf('gateway', {})).toThrow(/ROLLCALL_\w+ is not set/);
  });
});

describe('deploy/Dockerfile', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, words = '']) =>
    words.trim().split(/\s+/).slice(0, -1),
  );

  it('copies what is there, and what .dockerignore lets through', () => {
    const allowed = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .map((line) => line.replace(/^!/, ''));
    expect(copied.length).toBeGreaterThan(5);
    for (const path of copied) {
      expect({ path, isThere: existsSync(path) }).toEqual({ path, isThere: true });
      expect(allowed).toContain(path);
    }
  });

  it('copies from its first stage what that has, and builds all that the build compiles', () => {
    const sources = /const sources = \[([^\]]+)\]/.exec(readFileSync('scripts/steps/prepare.mjs', 'utf8'))?.[1] ?? '';
    for (const [, source = ''] of sources.matchAll(/'(\w+)'/g)) expect(copied).toContain(source);
    const taken = [...dockerfile.matchAll(/^COPY --from=build \/rollcall\/(\S+)/gm)].map(([, path]) => path);
    expect(taken).toEqual(['package.json', 'node_modules', 'dist']);
  });
});

describe('the table of variables in the README', () => {
  it('names every variable the services and the command line read, and no other', () => {
    const readme = readFileSync('README.md', 'utf8');
    const table = [...readme.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+)/gm)].flatMap(
      ([, cell = '']) => cell.match(/[A-Z_]{4,}/g) ?? [],
    );
    const connect = (environment: NodeJS.ProcessEnv) => void findConnection(environment).catch(() => undefined);
    const read = new Set([
      ...ours.flatMap((name) => [...namesReadBy(readers[name], environmentOf(name))]),
      ...namesReadBy(readStandaloneConfig, {}),
      ...namesReadBy(connect, {}),
    ]);
    expect([...new Set(table)].sort()).toEqual([...read].sort());
  });

  it('misses nothing: every program reads its environment in its config.ts only', () => {
    const readers = globSync('apps/*/src/**/*.ts').filter((file) => readFileSync(file, 'utf8').includes('process.env'));
    expect(readers.sort()).toEqual(
      ['cli', 'gateway', 'projector', 'standalone', 'sync'].map((app) => `apps/${app}/src/config.ts`),
    );
  });
});
