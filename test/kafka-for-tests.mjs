import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../scripts/kafka/broker.mjs';
import { BrokerError } from '../scripts/kafka/broker-error.mjs';

const DOCKER_IMAGE = 'confluentinc/cp-kafka:8.1.0';

/**
 * A Kafka broker for tests, from the first source there is: `KAFKA_BROKERS`, Docker, Java with Maven.
 * Nothing when there is none, said loudly; with `ROLLCALL_REQUIRE_KAFKA=1` that is an error.
 *
 * @returns {Promise<{brokers: string, stop(): Promise<void>} | undefined>}
 */
export async function startKafkaForTests(environment = process.env) {
  if (environment.KAFKA_BROKERS) return { brokers: environment.KAFKA_BROKERS, stop: async () => {} };
  const problems = [];
  for (const source of [fromDocker, fromJava]) {
    const found = await source().catch((error) => void problems.push(reasonOf(error)));
    if (found) return found;
  }
  const message = `No Kafka broker for tests: KAFKA_BROKERS is not set. ${problems.join(' ')}`;
  if (environment.ROLLCALL_REQUIRE_KAFKA === '1') throw new Error(message);
  process.stderr.write(`\n!!! ${message}\n!!! The tests that need Kafka are SKIPPED.\n\n`);
  return undefined;
}

async function fromDocker() {
  const answer = spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], { stdio: 'ignore', timeout: 3_000 });
  if (answer.status !== 0) throw new BrokerError('NO_DOCKER', 'No Docker daemon answers.');
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const container = await new KafkaContainer(DOCKER_IMAGE)
    .withKraft()
    .withEnvironment({ KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0', KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false' })
    .withStartupTimeout(120_000)
    .start();
  return {
    brokers: `${container.getHost()}:${container.getMappedPort(9093)}`,
    stop: () => container.stop().then(() => undefined),
  };
}

async function fromJava() {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-kafka-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const broker = await startBroker({ dataDir });
    return { brokers: broker.brokers, stop: () => broker.kill().finally(remove) };
  } catch (error) {
    if (error.code === 'NO_JAVA' || error.code === 'NO_MAVEN') await remove();
    throw error;
  }
}

function reasonOf(error) {
  return error instanceof BrokerError ? error.message : `${error.message}.`;
}
