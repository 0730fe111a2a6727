import { processVariables, readVariables } from '#installation';
import { variables } from '#runtime';

const projectorVariables = {
  ...processVariables,
  port: variables.int('PORT', { min: 1, max: 65_535 }, { default: 8081 }),
};

/** The environment of `npm run projector`. */
export const readProjectorConfig = (environment: NodeJS.ProcessEnv = process.env) =>
  readVariables(environment, projectorVariables);
