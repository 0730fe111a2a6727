import { describeWithKafka, hasOwnBroker, startBroker } from '#testing';
import { type LogUnderTest, logContract } from '../log.contract.js';
import { openKafkaLog } from './index.js';

const open = (brokers: string) => openKafkaLog({ brokers: brokers.split(','), clientId: 'contract' });

describeWithKafka('With a real broker:', (brokers) => {
  const restarts = hasOwnBroker();
  logContract('Kafka', () => (restarts ? onOwnBroker() : onBroker(brokers)), { restarts });
});

async function onBroker(brokers: string): Promise<LogUnderTest> {
  const log = open(brokers);
  return { log, another: async () => open(brokers), close: () => log.close() };
}

async function onOwnBroker(): Promise<LogUnderTest> {
  const broker = await startBroker();
  const subject = await onBroker(broker.brokers);
  return {
    ...subject,
    restart: () => broker.restart(),
    close: async () => {
      await subject.close();
      await broker.stop();
    },
  };
}
