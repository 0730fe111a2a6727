import { processVariables, readVariables } from '#installation';
import { variables } from '#runtime';

const syncVariables = {
  ...processVariables,
  port: variables.int('PORT', { min: 1, max: 65_535 }, { default: 8082 }),
  /** How long a target stays with a process that is not heard of any more. */
  leaseMs: variables.int('ROLLCALL_SYNC_LEASE_MS', { min: 500, max: 600_000 }, { default: 10_000 }),
};

/** The environment of `npm run sync`. */
export const readSyncConfig = (environment: NodeJS.ProcessEnv = process.env) =>
  readVariables(environment, syncVariables);
