export * from './free-port.js';
export * from './open-installation.js';
export * from './run-program.js';
export * from './start-failure.js';
export { startFailureOf } from './start-failure-of.js';
export * from './variables.js';
