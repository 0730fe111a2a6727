import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideTarget } from '#domain';
import { MasterKey, sealSecret } from '#privacy';
import type { StoredTarget } from '#read-model';
import { newId } from '#runtime';
import type { Problem } from '../../http/send.js';
import { noDirectory } from '../directories/change-directory.handler.js';
import { InstallationReads } from '../installation-reads.js';
import { InstallationWrites } from '../installation-writes.js';
import { problem } from '../problem.js';
import { AddTarget } from './add-target.command.js';

/** The place a target's secret is sealed for; sync opens it there. */
export const secretPlace = (targetId: string): string => `target/${targetId}`;

@CommandHandler(AddTarget)
export class AddTargetHandler implements ICommandHandler<AddTarget> {
  constructor(
    private readonly writes: InstallationWrites,
    private readonly reads: InstallationReads,
    private readonly master: MasterKey,
  ) {}

  async execute({ target, requestId }: AddTarget): Promise<StoredTarget | Problem> {
    const directory = await this.reads.directory(target.directory);
    if (!directory) return noDirectory(target.directory);
    const id = newId();
    const { name, profile = 'generic', url, token, settings } = target;
    const secret = sealSecret(this.master, token, secretPlace(id));
    const command = {
      kind: 'add',
      directoryId: directory.id,
      name,
      profile,
      url,
      secret,
      ...(settings && { settings }),
    } as const;
    const applied = await this.writes.apply({
      aggregate: { type: 'Target', id },
      requestId,
      decide: async () => decideTarget({ is: 'absent' }, command),
    });
    if (applied.kind === 'problem') return applied;
    const row = await this.reads.target(id);
    return row ?? problem(503, 'The target was added but cannot be read at the moment.');
  }
}
