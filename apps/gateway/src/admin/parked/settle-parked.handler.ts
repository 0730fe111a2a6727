import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { JOURNAL_TOPIC, partitionOf } from '#journal';
import type { Log } from '#log';
import type { Database } from '#persistence';
import { newId } from '#runtime';
import type { Problem } from '../../http/send.js';
import { ActiveGeneration } from '../../proposing/active-generation.js';
import { PartitionProgress } from '../../proposing/partition-progress.js';
import { logRecord } from '../../proposing/proposing.js';
import { DATABASE, LOG } from '../../provider-tokens.js';
import { InstallationReads } from '../installation-reads.js';
import { problem } from '../problem.js';
import { SettleParked } from './settle-parked.command.js';

/** A decision on a parked aggregate is a journal record like any other, so that a rebuild repeats it. */
@CommandHandler(SettleParked)
export class SettleParkedHandler implements ICommandHandler<SettleParked> {
  constructor(
    private readonly generation: ActiveGeneration,
    private readonly progress: PartitionProgress,
    private readonly reads: InstallationReads,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async execute(command: SettleParked): Promise<{ readonly state: 'ordered' } | Problem> {
    const { directory, aggregate, action, requestId } = command;
    if (action !== 'release' && action !== 'skip') return problem(404, 'A parked resource can be released or skipped.');
    // Directories and targets themselves are parked under the installation, which has no name.
    const directoryId = (await this.reads.directory(directory))?.id ?? directory;
    const parked = await this.generation.model.parked(this.database);
    const found = parked.find((each) => each.directoryId === directoryId && each.id === aggregate.id);
    if (!found || found.type !== aggregate.type) return problem(404, 'No such resource is parked.');
    const partition = partitionOf(directoryId, this.progress.partitions);
    const control = {
      kind: 'control',
      format: 1,
      rules: 1,
      commandId: newId(),
      directoryId,
      action,
      aggregate,
      actor: { kind: 'admin' },
      requestId,
    } as const;
    await this.log.append(JOURNAL_TOPIC, [logRecord(control, directoryId, partition)]);
    return { state: 'ordered' };
  }
}
