import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Broker = { readonly brokers: string; stop(): Promise<void> };

/** The broker that `KAFKA_BROKERS` names, else one of its own with a fresh data folder. */
export const openBroker = async (): Promise<Broker> => {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return { brokers: given, stop: async () => undefined };
  const { startBroker } = await import('#scripts/kafka/broker');
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-bench-kafka-'));
  const broker = await startBroker({ dataDir });
  return {
    brokers: broker.brokers,
    stop: async () => {
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
