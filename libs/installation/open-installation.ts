import { JOURNAL_TOPIC } from '#journal';
import { LIFECYCLE_TOPIC } from '#lifecycle';
import type { Log, TopicSpec } from '#log';
import { openKafkaLog } from '#log/kafka';
import { openPostgresLog } from '#log/postgres';
import { type Database, openDatabase } from '#persistence';
import { type MasterKey, masterKeyCheck, masterKeyFrom, SubjectKeys } from '#privacy';
import { bindInstallation, type InstallationBinding, isBound, migrateReadModel } from '#read-model';
import type { Logger, Secret } from '#runtime';
import { assertServer } from './assert-server.js';
import { StartFailure } from './start-failure.js';
import { databaseFailed, failed, startFailureOf } from './start-failure-of.js';
import type { LogSettings } from './variables.js';
import { withTopicPrefix } from './with-topic-prefix.js';

/** What the parts of one process share: one pool, one log client, one set of keys. */
export type Installation = {
  readonly database: Database;
  readonly log: Log;
  readonly masterKey: MasterKey;
  readonly subjectKeys: SubjectKeys;
  readonly partitions: number;
  /** Ends the log client, then the pool. */
  close(): Promise<void>;
};

export type InstallationOptions = LogSettings & {
  readonly app: string;
  readonly databaseUrl: string;
  /** What sentences call the database. Default: the one that DATABASE_URL names. */
  readonly databaseName?: string;
  readonly masterKey: Secret;
  /** What sentences call the place the key came from. Default: ROLLCALL_MASTER_KEY. */
  readonly masterKeyName?: string;
  readonly poolSize: number;
  readonly logger: Logger;
};

const dayMs = 86_400_000;
/** Fixed for ever by the first boot; see `core.installation`. */
const partitionsOf = (log: LogSettings['log']): number => (log === 'kafka' ? 24 : 4);

const topicSpecs = (partitions: number) =>
  ({
    [JOURNAL_TOPIC]: { partitions, time: 'append', retention: 'forever' },
    [LIFECYCLE_TOPIC]: { partitions, time: 'producer', retention: 30 * dayMs },
  }) satisfies Readonly<Record<string, TopicSpec>>;

const openLog = async (options: InstallationOptions, database: Database): Promise<Log> => {
  if (options.log === 'postgres') return openPostgresLog(database);
  const log = await openKafkaLog({
    brokers: [...(options.kafkaBrokers ?? [])],
    clientId: `rollcall-${options.app}`,
    tls: options.kafkaTls,
    ...(options.kafkaSaslMechanism && {
      sasl: {
        mechanism: options.kafkaSaslMechanism,
        username: options.kafkaSaslUsername ?? '',
        password: options.kafkaSaslPassword?.reveal() ?? '',
      },
    }),
    logger: options.logger,
  });
  return options.kafkaTopicPrefix === '' ? log : withTopicPrefix(log, options.kafkaTopicPrefix);
};

const refuse = (problems: readonly string[]): void => {
  const [first, ...others] = problems;
  if (first !== undefined) throw new StartFailure([first, ...others]);
};

type KeyBinding = Pick<InstallationBinding, 'masterKeyCheck' | 'masterKeyName'>;

/** Refuses a log that is not the one this installation was made with; nothing is created on that. Then creates what is missing. */
const verifyLog = async (log: Log, database: Database, key: KeyBinding, partitions: number): Promise<void> => {
  const specs = topicSpecs(partitions);
  const { logId: journalLogId } = await log.verify(JOURNAL_TOPIC, specs[JOURNAL_TOPIC]);
  const binding = { journalLogId, partitions, ...key };
  if (await isBound(database)) refuse(await bindInstallation(database, binding));
  const problems: string[] = [];
  for (const [topic, spec] of Object.entries(specs)) {
    await log.create(topic, spec);
    problems.push(...(await log.verify(topic, spec)).problems);
  }
  refuse(problems);
  refuse(await foreignRecords(log, database));
  // A database is bound for ever: not to a log that was just refused.
  refuse(await bindInstallation(database, binding));
};

/** An installation binds its database before its first record, so records that a new database meets are not its own. */
const foreignRecords = async (log: Log, database: Database): Promise<readonly string[]> => {
  if (await isBound(database)) return [];
  const ends = await log.ends(JOURNAL_TOPIC);
  // Asked once more: a sibling that starts beside us may have bound the database and written since.
  if (ends.every((end) => end === 0) || (await isBound(database))) return [];
  return [
    'The journal holds records of another installation, but this database is new: set KAFKA_TOPIC_PREFIX to give this ' +
      'installation topics of its own, or use the database that belongs to the journal.',
  ];
};

const readMasterKey = (secret: Secret, name: string): MasterKey => {
  try {
    return masterKeyFrom(secret);
  } catch (cause) {
    throw failed(`${name} cannot be used`, cause);
  }
};

/**
 * Opens database, log and keys, migrates the read model and verifies the log.
 * @throws {StartFailure} in sentences an operator can act on.
 */
export const openInstallation = async (options: InstallationOptions): Promise<Installation> => {
  const { masterKeyName = 'ROLLCALL_MASTER_KEY' } = options;
  const masterKey = readMasterKey(options.masterKey, masterKeyName);
  const database = await openDatabase({
    url: options.databaseUrl,
    applicationName: `rollcall-${options.app}`,
    poolSize: options.poolSize,
  }).catch((cause: unknown) => {
    throw databaseFailed(cause, options.databaseName);
  });
  let log: Log | undefined;
  try {
    await assertServer(database);
    await migrateReadModel(database);
    log = await openLog(options, database);
    const partitions = partitionsOf(options.log);
    await verifyLog(log, database, { masterKeyCheck: masterKeyCheck(masterKey), masterKeyName }, partitions);
    const opened = log;
    const subjectKeys = new SubjectKeys({ database, master: masterKey });
    return {
      database,
      log: opened,
      masterKey,
      subjectKeys,
      partitions,
      close: async () => {
        await subjectKeys.close();
        await opened.close();
        await database.close();
      },
    };
  } catch (cause) {
    await log?.close().catch(() => undefined);
    await database.close().catch(() => undefined);
    throw startFailureOf(cause, options);
  }
};
