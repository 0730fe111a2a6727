import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from './kafka/broker.mjs';
import { BrokerError } from './kafka/broker-error.mjs';

const USAGE = `Usage: npm run kafka [-- --port 9092] [-- --data-dir .rollcall/kafka]

Runs a single Kafka broker for development, in the foreground. Needs Java 17 and Maven.`;

try {
  const { port, dataDir } = parseOptions();
  console.error('Starting Kafka (the first time Maven fetches it) ...');
  const broker = await startBroker({ port, dataDir });
  console.log(`KAFKA_BROKERS=${broker.brokers}`);
  console.error(`Data is kept in ${dataDir}. Ctrl-C stops the broker.`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => broker.stop());
  await broker.exited;
} catch (error) {
  if (!(error instanceof BrokerError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function parseOptions() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, 'data-dir': { type: 'string' } } });
    const port = Number(values.port ?? 9092);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new RangeError(`No port: ${values.port}`);
    const dataDir = values['data-dir'] ?? join(process.env.ROLLCALL_DATA_DIR || '.rollcall', 'kafka');
    return { port, dataDir: resolve(dataDir) };
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}
