import { isMasterKey } from '#privacy';
import { type EnvironmentValues, readEnvironment, type VariableSpecs, variables } from '#runtime';
import { StartFailure } from './start-failure.js';

/** What every process needs to know of the installation it belongs to. `DATABASE_URL` and the key are added by each. */
export const logVariables = {
  log: variables.oneOf('ROLLCALL_LOG', ['postgres', 'kafka'], { default: 'postgres' }),
  kafkaBrokers: variables.hostPorts('KAFKA_BROKERS', { optional: true }),
  kafkaTopicPrefix: variables.string('KAFKA_TOPIC_PREFIX', { default: '' }),
  kafkaTls: variables.boolean('KAFKA_TLS', { default: false }),
  kafkaSaslMechanism: variables.oneOf('KAFKA_SASL_MECHANISM', ['plain', 'scram-sha-256', 'scram-sha-512'], {
    optional: true,
  }),
  kafkaSaslUsername: variables.string('KAFKA_SASL_USERNAME', { optional: true }),
  kafkaSaslPassword: variables.secret('KAFKA_SASL_PASSWORD', { minLength: 1 }, { optional: true }),
  logLevel: variables.oneOf('ROLLCALL_LOG_LEVEL', ['error', 'warn', 'info', 'debug', 'silent'], { default: 'info' }),
};

const shortestAdminToken = 16;

/** What an admin token must look like. */
export const adminTokenRule = {
  accepts: `a secret of at least ${shortestAdminToken} characters`,
  fits: (text: string): boolean => text.length >= shortestAdminToken,
};

/** What a master key must look like. */
export const masterKeyRule = { accepts: '32 random bytes in base64 or hex', fits: isMasterKey };

/** For the separate processes: nothing is generated, nothing embedded. */
export const processVariables = {
  ...logVariables,
  databaseUrl: variables.url('DATABASE_URL', ['postgres', 'postgresql']),
  masterKey: variables.secret('ROLLCALL_MASTER_KEY', masterKeyRule),
};

export type LogSettings = EnvironmentValues<typeof logVariables>;

type Environment = Readonly<Record<string, string | undefined>>;

/** What no variable shows alone. Asked of the texts, so that it is told beside what is wrong with single variables. */
type Rule = (isSet: (variable: string) => boolean, environment: Environment) => string | undefined;

const kafkaNeedsBrokers: Rule = (isSet, environment) =>
  environment['ROLLCALL_LOG']?.trim() === 'kafka' && !isSet('KAFKA_BROKERS')
    ? 'KAFKA_BROKERS is not set, but ROLLCALL_LOG=kafka needs host:port pairs with commas between them.'
    : undefined;

const prefixIsATopicName: Rule = (_isSet, environment) => {
  const prefix = environment['KAFKA_TOPIC_PREFIX']?.trim() ?? '';
  return /^[a-zA-Z0-9._-]{0,100}$/.test(prefix)
    ? undefined
    : `KAFKA_TOPIC_PREFIX is ${JSON.stringify(prefix)}, but must be at most 100 letters, digits, dots, dashes or underscores.`;
};

const saslVariables = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;

const saslIsWhole: Rule = (isSet) => {
  const missing = saslVariables.filter((variable) => !isSet(variable));
  return missing.length === 0 || missing.length === saslVariables.length
    ? undefined
    : `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set, but ${saslVariables.join(', ')} belong together.`;
};

const rules: readonly Rule[] = [kafkaNeedsBrokers, prefixIsATopicName, saslIsWhole];

/**
 * Reads the variables of a program.
 * @throws {StartFailure} with every problem at once.
 */
export const readVariables = <const S extends VariableSpecs & typeof logVariables>(
  environment: Environment,
  specs: S,
): EnvironmentValues<S> => {
  const read = readEnvironment(environment, specs);
  const isSet = (variable: string): boolean => (environment[variable]?.trim() ?? '') !== '';
  const problems = [
    ...(read.is === 'wrong' ? read.problems : []),
    ...rules.map((rule) => rule(isSet, environment)).filter((problem) => problem !== undefined),
  ];
  if (read.is === 'wrong' || problems.length > 0) throw new StartFailure(problems as [string, ...string[]]);
  return read.values;
};
