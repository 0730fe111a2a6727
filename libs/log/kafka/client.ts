import kafkajs, { type Kafka, type KafkaConfig, type RetryOptions, type SASLOptions } from 'kafkajs';
import { forwardTo } from './forward-logs.js';
import type { KafkaLogOptions } from './options.js';
import { silenceTimerWarning } from './silence-timer-warning.js';
import { connectWithoutDelay } from './socket-factory.js';

const CONNECT_MS = 10_000;
const REQUEST_MS = 10_000;

/** For work that is tried again by whoever asked for it. */
export const onceOnly: RetryOptions = { initialRetryTime: 50, maxRetryTime: 1_000, retries: 0 };
/** About 5 s in all: as long as a broker takes to hand its partitions over. */
export const patiently: RetryOptions = { initialRetryTime: 50, maxRetryTime: 1_000, retries: 8 };

export function kafkaClient(options: KafkaLogOptions, retry: RetryOptions): Kafka {
  silenceTimerWarning();
  const config: KafkaConfig = {
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: CONNECT_MS,
    authenticationTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retry,
    socketFactory: connectWithoutDelay,
    ...forwardTo(options.logger),
  };
  if (options.tls) config.ssl = options.tls;
  if (options.sasl) config.sasl = { ...options.sasl } as SASLOptions;
  return new kafkajs.Kafka(config);
}
