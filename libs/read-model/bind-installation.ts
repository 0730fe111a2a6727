import { type Database, type Queryable, type Statement } from '#persistence';
import { activeGeneration } from './active-generation.js';
import { createPartitionRows } from './statements/projector/create-partition-rows.js';

/** What an installation is bound to by its first boot. */
export type InstallationBinding = {
  /** Id of the log's cluster or database, as `Log.verify` gives it. */
  readonly journalLogId: string;
  readonly partitions: number;
  /** Proves the master key without revealing it, as `masterKeyCheck` gives it. */
  readonly masterKeyCheck: Uint8Array;
  /** What sentences call the place the master key came from. */
  readonly masterKeyName: string;
};

type InstallationRow = {
  readonly journal_log_id: string;
  readonly partitions: number;
  readonly master_key_check: Buffer;
};

const insertFirst: Statement = {
  name: 'core.bind_installation',
  text: `
insert into core.installation (installation_id, journal_log_id, partitions, master_key_check)
values (gen_random_uuid(), $1, $2, $3)
    on conflict do nothing`,
};

const select: Statement = {
  name: 'core.installation',
  text: 'select journal_log_id, partitions, master_key_check from core.installation',
};

/** Whether there was a first boot already. */
export const isBound = async (database: Queryable): Promise<boolean> => (await database.query(select)).length > 0;

/**
 * At the first boot writes down what the installation consists of; at every later one compares.
 * @returns a sentence per thing that is not what it was; none when all is well.
 */
export const bindInstallation = async (
  database: Database,
  binding: InstallationBinding,
): Promise<readonly string[]> => {
  await database.query(insertFirst, [binding.journalLogId, binding.partitions, Buffer.from(binding.masterKeyCheck)]);
  const problems = await differences(database, binding);
  if (problems.length === 0) {
    await database.query(createPartitionRows(await activeGeneration(database)), [binding.partitions]);
  }
  return problems;
};

const differences = async (queryable: Queryable, binding: InstallationBinding): Promise<readonly string[]> => {
  const [row] = await queryable.query<InstallationRow>(select);
  if (row === undefined) return ['The database has no installation record.'];
  const problems: string[] = [];
  if (row.journal_log_id !== binding.journalLogId) {
    problems.push(
      `The journal is on log ${binding.journalLogId}, but this installation's journal is on log ${row.journal_log_id}: ` +
        'connect the log that belongs to this database.',
    );
  }
  if (row.partitions !== binding.partitions) {
    problems.push(
      `The log has ${binding.partitions} partitions, but this installation was made with ${row.partitions}: ` +
        'the number is fixed for ever, because records are ordered within a partition.',
    );
  }
  if (!row.master_key_check.equals(binding.masterKeyCheck)) {
    problems.push(
      `${binding.masterKeyName} is not the key this installation was made with: its data could be neither read nor compared.`,
    );
  }
  return problems;
};
