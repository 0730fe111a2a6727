import { adminTokenRule, processVariables, readVariables } from '#installation';
import { type Secret, variables } from '#runtime';

/** What the gateway needs to know besides the installation it belongs to. */
export type GatewayConfig = {
  /** 0 takes any free port. */
  readonly port: number;
  /** Without a trailing slash. Links in answers begin with it; a request's own Host never counts. */
  readonly publicUrl: string;
  readonly adminToken: Secret;
  /** Address to listen on. Default: all. */
  readonly host?: string;
};

const gatewayVariables = {
  ...processVariables,
  port: variables.int('PORT', { min: 1, max: 65_535 }, { default: 8080 }),
  publicUrl: variables.url('ROLLCALL_PUBLIC_URL', ['http', 'https'], { optional: true }),
  adminToken: variables.secret('ROLLCALL_ADMIN_TOKEN', adminTokenRule),
};

/** The environment of `npm run gateway`. */
export const readGatewayConfig = (environment: NodeJS.ProcessEnv = process.env) => {
  const values = readVariables(environment, gatewayVariables);
  return { ...values, publicUrl: values.publicUrl ?? `http://localhost:${values.port}` };
};
