import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canStartBroker, startBroker as startBrokerIn } from '#scripts/kafka/broker';

/** The broker all test files share, started before them; nothing on a machine that has no Kafka. */
export function testKafka(): { readonly brokers: string } | undefined {
  const brokers = process.env['TEST_KAFKA_BROKERS'];
  return brokers ? { brokers } : undefined;
}

/** `describe` for tests that need Kafka: reported as skipped when there is no broker. */
export function describeWithKafka(name: string, tests: (brokers: string) => void): void {
  const kafka = testKafka();
  if (kafka) describe(name, () => tests(kafka.brokers));
  else describe.skip(name, () => tests(''));
}

/** Whether `startBroker()` works here: a shared broker may come from elsewhere than Java. */
export function hasOwnBroker(): boolean {
  return testKafka() !== undefined && canStartBroker();
}

/** `describe` for tests that kill and restart a broker of their own with `startBroker()`. */
export function describeWithOwnBroker(name: string, tests: () => void): void {
  if (hasOwnBroker()) describe(name, tests);
  else describe.skip(name, tests);
}

/** A broker that belongs to one test. Keeps its port, cluster id and records over `kill` and `restart`. */
export type OwnBroker = {
  readonly brokers: string;
  /** As kill -9 does it. */
  kill(): Promise<void>;
  /** Kills it when it still runs, and starts it again. */
  restart(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
};

/** `settings` are server properties that replace or join the usual ones. */
export async function startBroker(settings: Readonly<Record<string, string>> = {}): Promise<OwnBroker> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-broker-'));
  let running = await startBrokerIn({ dataDir, settings });
  const { port, brokers } = running;
  return {
    brokers,
    kill: () => running.kill(),
    restart: async () => {
      await running.kill();
      running = await startBrokerIn({ dataDir, port, settings });
    },
    stop: async () => {
      await running.kill();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
