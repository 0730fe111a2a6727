export * from './eventually.js';
export * from './kafka.js';
