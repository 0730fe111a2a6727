import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideTarget, type TargetCommand } from '#domain';
import { MasterKey, sealSecret } from '#privacy';
import type { StoredTarget } from '#read-model';
import type { Problem } from '../../http/send.js';
import { InstallationReads } from '../installation-reads.js';
import { InstallationWrites } from '../installation-writes.js';
import { problem } from '../problem.js';
import { secretPlace } from './add-target.handler.js';
import { ChangeTarget } from './change-target.command.js';

export const noTarget = (reference: string): Problem =>
  problem(404, `There is no target with the id or name ${JSON.stringify(reference.slice(0, 100))}.`);

@CommandHandler(ChangeTarget)
export class ChangeTargetHandler implements ICommandHandler<ChangeTarget> {
  constructor(
    private readonly writes: InstallationWrites,
    private readonly reads: InstallationReads,
    private readonly master: MasterKey,
  ) {}

  /** @returns the target as it is after the change; as it was, when it is removed */
  async execute({ reference, change, requestId }: ChangeTarget): Promise<StoredTarget | Problem> {
    const found = await this.reads.target(reference);
    if (!found) return noTarget(reference);
    const command = this.#commandOf(change, found.id);
    const applied = await this.writes.apply({
      aggregate: { type: 'Target', id: found.id },
      requestId,
      decide: async () => decideTarget(await this.reads.targetState(found.id), command),
    });
    if (applied.kind === 'problem') return applied;
    return (await this.reads.target(found.id)) ?? found;
  }

  #commandOf(change: ChangeTarget['change'], id: string): TargetCommand {
    if (change.kind !== 'change') return { kind: change.kind };
    const { token, name, profile, url, settings } = change.to;
    return {
      kind: 'change',
      ...(name !== undefined && { name }),
      ...(profile !== undefined && { profile }),
      ...(url !== undefined && { url }),
      ...(settings !== undefined && { settings }),
      ...(token !== undefined && { secret: sealSecret(this.master, token, secretPlace(id)) }),
    };
  }
}
