import { decodeRecord, JOURNAL_TOPIC, type Proposal } from '#journal';
import type { MemoryLog } from '#log/memory';
import { readModel } from '#read-model';
import { eventually } from '#testing';
import { PARTITIONS, type Stage } from './stage.js';

const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);

/** Proposals of a directory as they stand on the journal, repeats included. */
export const proposalsOf = (log: MemoryLog, directoryId: string): readonly Proposal[] =>
  partitions
    .flatMap((partition) => log.records(JOURNAL_TOPIC, partition))
    .map((stored) => decodeRecord(stored))
    .filter((record): record is Proposal => record.kind === 'proposal' && record.directoryId === directoryId);

export const recordsOnJournal = (log: MemoryLog): number =>
  partitions.reduce((sum, partition) => sum + log.records(JOURNAL_TOPIC, partition).length, 0);

/** Waits until all that is on the journal is judged. */
export const judged = (stage: Pick<Stage, 'database' | 'log'>, generation = 'rm_1'): Promise<void> =>
  eventually(async () => {
    const progress = await readModel(generation).progress(stage.database);
    expect(progress.map((row) => row.nextOffset)).toEqual(await stage.log.ends(JOURNAL_TOPIC));
  });
