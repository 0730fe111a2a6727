export * from './lifecycle-event.js';
export * from './position.js';
