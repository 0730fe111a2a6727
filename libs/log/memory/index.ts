export * from './faults.js';
export * from './memory-log.js';
