export * from './eventually.js';
export * from './kafka.js';
export * from './services.js';
