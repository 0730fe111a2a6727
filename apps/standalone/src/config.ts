import { resolve } from 'node:path';
import { adminTokenRule, logVariables, masterKeyRule, readVariables } from '#installation';
import { variables } from '#runtime';

const standaloneVariables = {
  ...logVariables,
  port: variables.int('PORT', { min: 1, max: 65_535 }, { default: 8080 }),
  publicUrl: variables.url('ROLLCALL_PUBLIC_URL', ['http', 'https'], { optional: true }),
  dataDir: variables.string('ROLLCALL_DATA_DIR', { default: '.rollcall' }),
  databaseUrl: variables.url('DATABASE_URL', ['postgres', 'postgresql'], { optional: true }),
  adminToken: variables.secret('ROLLCALL_ADMIN_TOKEN', adminTokenRule, { optional: true }),
  masterKey: variables.secret('ROLLCALL_MASTER_KEY', masterKeyRule, { optional: true }),
};

/** The environment of `npm start`. Keys that are not set are generated into the data directory. */
export const readStandaloneConfig = (environment: NodeJS.ProcessEnv = process.env) => {
  const values = readVariables(environment, standaloneVariables);
  return {
    ...values,
    dataDir: resolve(values.dataDir),
    publicUrl: values.publicUrl ?? `http://localhost:${values.port}`,
  };
};

export type StandaloneConfig = ReturnType<typeof readStandaloneConfig>;
