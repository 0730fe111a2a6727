export * from './decision.js';
export * from './event.js';
