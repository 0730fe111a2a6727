import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideDirectory } from '#domain';
import { MasterKey, newToken, tokenDigest } from '#privacy';
import { type Clock, newId } from '#runtime';
import type { Problem } from '../../http/send.js';
import { CLOCK, PUBLIC_URL } from '../../provider-tokens.js';
import { InstallationReads } from '../installation-reads.js';
import { InstallationWrites } from '../installation-writes.js';
import { problem } from '../problem.js';
import { CreateDirectory } from './create-directory.command.js';
import { type DirectoryView, directoryView } from './directory-view.js';

export type CreatedDirectory = DirectoryView & { readonly token: string; readonly tokenId: string };

/** With its first token, which is shown here and never again. */
@CommandHandler(CreateDirectory)
export class CreateDirectoryHandler implements ICommandHandler<CreateDirectory> {
  constructor(
    private readonly writes: InstallationWrites,
    private readonly reads: InstallationReads,
    private readonly master: MasterKey,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  async execute({ name, provider, settings, requestId }: CreateDirectory): Promise<CreatedDirectory | Problem> {
    const id = newId();
    const token = newToken().reveal();
    const issued = { tokenId: newId(), digest: tokenDigest(this.master, token), label: 'first', expiresAt: null };
    const now = this.clock.now();
    const command = { kind: 'create', name, provider, token: issued, now, ...(settings && { settings }) } as const;
    const applied = await this.writes.apply({
      aggregate: { type: 'Directory', id },
      requestId,
      decide: async () => decideDirectory({ is: 'absent' }, command),
    });
    if (applied.kind === 'problem') return applied;
    const row = await this.reads.directory(id);
    if (!row) return problem(503, 'The directory was created but cannot be read at the moment.');
    return { ...directoryView(row, this.publicUrl), token, tokenId: issued.tokenId };
  }
}
