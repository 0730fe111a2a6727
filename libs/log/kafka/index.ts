export * from './kafka-log.js';
export * from './options.js';
