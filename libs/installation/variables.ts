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

/** For the separate processes: nothing is generated, nothing embedded. */
export const processVariables = {
  ...logVariables,
  databaseUrl: variables.url('DATABASE_URL', ['postgres', 'postgresql']),
  masterKey: variables.secret('ROLLCALL_MASTER_KEY', { minLength: 32 }),
};

export type LogSettings = EnvironmentValues<typeof logVariables>;

type Rule<Values> = (values: Values) => string | undefined;

const kafkaNeedsBrokers: Rule<LogSettings> = ({ log, kafkaBrokers }) =>
  log === 'kafka' && !kafkaBrokers
    ? 'KAFKA_BROKERS is not set, but ROLLCALL_LOG=kafka needs host:port pairs with commas between them.'
    : undefined;

const prefixIsATopicName: Rule<LogSettings> = ({ kafkaTopicPrefix }) =>
  /^[a-zA-Z0-9._-]{0,100}$/.test(kafkaTopicPrefix)
    ? undefined
    : `KAFKA_TOPIC_PREFIX is ${JSON.stringify(kafkaTopicPrefix)}, but must be at most 100 letters, digits, dots, dashes or underscores.`;

const saslIsWhole: Rule<LogSettings> = ({ kafkaSaslMechanism, kafkaSaslUsername, kafkaSaslPassword }) =>
  kafkaSaslMechanism && !(kafkaSaslUsername && kafkaSaslPassword)
    ? 'KAFKA_SASL_MECHANISM is set, but KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are not both set.'
    : undefined;

/**
 * Reads the variables of a program.
 * @throws {StartFailure} with every problem at once.
 */
export const readVariables = <const S extends VariableSpecs & typeof logVariables>(
  environment: Readonly<Record<string, string | undefined>>,
  specs: S,
): EnvironmentValues<S> => {
  const read = readEnvironment(environment, specs);
  if (read.is === 'wrong') throw new StartFailure(read.problems as [string, ...string[]]);
  const values = read.values as LogSettings;
  const problems = [kafkaNeedsBrokers(values), prefixIsATopicName(values), saslIsWhole(values)].filter(
    (problem) => problem !== undefined,
  );
  if (problems.length > 0) throw new StartFailure(problems as [string, ...string[]]);
  return read.values;
};
