export * from './free-port.js';
export * from './open-installation.js';
export * from './run-program.js';
export { databaseCheck, runService } from './run-service.js';
export * from './start-failure.js';
export { startFailureOf } from './start-failure-of.js';
export * from './variables.js';
