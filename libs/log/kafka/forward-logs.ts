import kafkajs, { type KafkaConfig } from 'kafkajs';
import type { Logger } from '#runtime';

/**
 * kafkajs logs every attempt of its retries as an error. What matters comes out as a rejection and is logged by
 * whoever handles it, so its own words are for debugging only.
 */
export function forwardTo(logger: Logger | undefined): Pick<KafkaConfig, 'logLevel' | 'logCreator'> {
  const { logLevel } = kafkajs;
  if (!logger) return { logLevel: logLevel.NOTHING };
  return {
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const { message, timestamp: _ownTime, stack: _stack, ...fields } = entry.log;
      logger.debug({ ...fields, kafka: entry.namespace, words: message }, 'kafka client');
    },
  };
}
