import { Inject } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MasterKey, newToken, tokenDigest } from '#privacy';
import type { StoredDirectory } from '#read-model';
import { type Clock, newId } from '#runtime';
import type { Problem } from '../../http/send.js';
import { CLOCK } from '../../provider-tokens.js';
import { ChangeDirectory } from '../directories/change-directory.command.js';
import { IssueToken } from './issue-token.command.js';
import type { TokenView } from './token-view.js';

export type IssuedTokenView = TokenView & { readonly token: string };

/** Shown once, kept as a keyed digest only. */
@CommandHandler(IssueToken)
export class IssueTokenHandler implements ICommandHandler<IssueToken> {
  constructor(
    private readonly commands: CommandBus,
    private readonly master: MasterKey,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ directory, label, expiresAt, readOnly, requestId }: IssueToken): Promise<IssuedTokenView | Problem> {
    const token = newToken().reveal();
    const tokenId = newId();
    const now = this.clock.now();
    const issued = {
      tokenId,
      digest: tokenDigest(this.master, token),
      label,
      expiresAt,
      ...(readOnly && { readOnly }),
    };
    const change = new ChangeDirectory(directory, { kind: 'issue-token', token: issued, now }, requestId);
    const changed = await this.commands.execute<ChangeDirectory, StoredDirectory | Problem>(change);
    if ('kind' in changed) return changed;
    const issuedAt = changed.modifiedAt;
    return { id: tokenId, label, issuedAt, expiresAt, readOnly, lastUsedAt: null, state: 'live', token };
  }
}
