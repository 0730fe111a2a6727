import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startGateway } from '#app/gateway/src/start-gateway';
import { startProjector } from '#app/projector/src/start-projector';
import { startSync } from '#app/sync/src/start-sync';
import { type Installation, logVariables, openInstallation, readVariables } from '#installation';
import { createLogger, createMetrics, HealthChecks, type Metrics, Secret, systemClock } from '#runtime';
import { type TestDatabase, testDatabase } from '#testing';

type Documented = {
  readonly name: string;
  readonly process: string;
  readonly type: string;
  readonly labels: readonly string[];
};

const page = readFileSync('docs/operations.md', 'utf8');
const section = page.slice(page.indexOf('## Metrics'), page.indexOf('## Keep'));
const logger = createLogger({ app: 'test', level: 'silent' });

/** The rows `| name | process | type | labels | meaning |`. */
const documented = [...section.matchAll(/^\| `(\w+)` \| (\w+) \| (\w+) \| (.+?) \| (.+) \|$/gm)].map(
  ([, name = '', process = '', type = '', labels = '']): Documented => ({
    name,
    process,
    type,
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
  }),
);

/** Metrics that write down what is made of them. */
const recorded = (process: string, into: Documented[]): Metrics => {
  const metrics = createMetrics({ processMetrics: false });
  const note = (type: string, name: string, labels: readonly string[] = []): void => {
    into.push({ name, process, type, labels });
  };
  return {
    ...metrics,
    counter: (name, help, labels) => {
      note('counter', name, labels);
      return metrics.counter(name, help, labels);
    },
    gauge: (name, help, labels) => {
      note('gauge', name, labels);
      return metrics.gauge(name, help, labels);
    },
    histogram: (name, help, labels, buckets) => {
      note('histogram', name, labels);
      return metrics.histogram(name, help, labels, buckets);
    },
  };
};

describe('The metrics in docs/operations.md', () => {
  const made: Documented[] = [];
  const running: { stop(): Promise<void> }[] = [];
  let test: TestDatabase;
  let installation: Installation;

  beforeAll(async () => {
    test = await testDatabase();
    const masterKey = new Secret(randomBytes(32).toString('base64'));
    const log = readVariables({}, logVariables);
    installation = await openInstallation({
      ...log,
      app: 'test',
      databaseUrl: test.url,
      masterKey,
      poolSize: 12,
      logger,
    });
    const parts = (process: string) => ({
      ...installation,
      logger,
      clock: systemClock,
      health: new HealthChecks(),
      metrics: recorded(process, made),
    });
    running.push(await startProjector(parts('projector')), await startSync(parts('sync')));
    const config = { port: 0, publicUrl: 'https://scim.example', adminToken: new Secret('an-admin-token-for-tests') };
    running.push(await startGateway({ ...parts('gateway'), config }));
  }, 60_000);
  afterAll(async () => {
    for (const part of running.toReversed()) await part.stop();
    await installation.close();
    await test.drop();
  });

  it('are those of gateway, projector and sync, with their types and labels', () => {
    const byName = (a: Documented, b: Documented): number => (a.name < b.name ? -1 : 1);
    expect(made.length).toBeGreaterThan(20);
    expect(documented.toSorted(byName)).toEqual(made.toSorted(byName));
  });

  it('are the only ones that alerts speak of, with labels they have', () => {
    const spoken = [...page.matchAll(/rollcall_[a-z_]+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''));
    expect(new Set(spoken)).toEqual(new Set(made.map(({ name }) => name)));
    for (const [, name = '', matchers = ''] of section.matchAll(/(rollcall_[a-z_]+)\{([^}]*)\}/g)) {
      const { labels = [] } = made.find((metric) => metric.name === name.replace(/_(bucket|sum|count)$/, '')) ?? {};
      for (const [, label] of matchers.matchAll(/(\w+)(?:=~?|!=)"/g)) expect(labels).toContain(label);
    }
  });
});
