import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideDirectory } from '#domain';
import type { StoredDirectory } from '#read-model';
import type { Problem } from '../../http/send.js';
import { InstallationReads } from '../installation-reads.js';
import { InstallationWrites } from '../installation-writes.js';
import { problem } from '../problem.js';
import { ChangeDirectory } from './change-directory.command.js';

export const noDirectory = (reference: string): Problem =>
  problem(404, `There is no directory with the id or name ${JSON.stringify(reference.slice(0, 100))}.`);

@CommandHandler(ChangeDirectory)
export class ChangeDirectoryHandler implements ICommandHandler<ChangeDirectory> {
  constructor(
    private readonly writes: InstallationWrites,
    private readonly reads: InstallationReads,
  ) {}

  /** @returns the directory as it is after the change */
  async execute({ reference, change, requestId }: ChangeDirectory): Promise<StoredDirectory | Problem> {
    const found = await this.reads.directory(reference);
    if (!found) return noDirectory(reference);
    const applied = await this.writes.apply({
      aggregate: { type: 'Directory', id: found.id },
      requestId,
      decide: async () => decideDirectory(await this.reads.directoryState(found.id), change),
    });
    if (applied.kind === 'problem') return applied;
    return (await this.reads.directory(found.id)) ?? noDirectory(reference);
  }
}
