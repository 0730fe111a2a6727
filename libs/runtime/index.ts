export * from './clock.js';
export {
  type Environment,
  type EnvironmentValues,
  readEnvironment,
  type VariableSpec,
  type VariableSpecs,
} from './environment/read-environment.js';
export * as variables from './environment/variables.js';
export * from './health-checks.js';
export * from './ids.js';
export * from './logger.js';
export * from './metrics.js';
export * from './secret.js';
export * from './stop-sequence.js';
export * from './waiting.js';
