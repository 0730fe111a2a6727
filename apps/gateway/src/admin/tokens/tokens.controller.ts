import { Controller, Delete, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredDirectory } from '#read-model';
import type { Clock } from '#runtime';
import type { Problem } from '../../http/send.js';
import { CLOCK } from '../../provider-tokens.js';
import { TokenUse } from '../../tokens/token-use.js';
import { answer, answerNothing } from '../answer.js';
import { ChangeDirectory } from '../directories/change-directory.command.js';
import { noDirectory } from '../directories/change-directory.handler.js';
import { InstallationReads } from '../installation-reads.js';
import { readDto } from '../read-dto.js';
import { requestIdOfAdmin } from '../request-id-of-admin.js';
import { IssueToken } from './issue-token.command.js';
import { tokenView } from './token-view.js';
import { IssueTokenDto } from './tokens.dto.js';

@Controller('admin/v1/directories/:directory/tokens')
export class TokensController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: InstallationReads,
    private readonly tokenUse: TokenUse,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Param('directory') reference: string, @Res() reply: FastifyReply): Promise<void> {
    const directory = await this.reads.directory(reference);
    if (!directory) return answer(reply, noDirectory(reference));
    const tokens = await this.reads.tokens(directory.id);
    const lastUse = await this.tokenUse.lastUse(tokens.map(({ tokenId }) => tokenId));
    const now = this.clock.now();
    const views = tokens.map((token) => tokenView(token, lastUse.get(token.tokenId) ?? null, now));
    answer(reply, { tokens: views });
  }

  @Post()
  async issue(@Param('directory') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const dto = await readDto(request, IssueTokenDto);
    if (dto.kind === 'problem') return answer(reply, dto);
    const { label, expiresAt = null, readOnly = false } = dto.value;
    const command = new IssueToken(reference, label, expiresAt, readOnly, requestIdOfAdmin(request));
    answer(reply, await this.commands.execute<IssueToken, object>(command), 201);
  }

  @Delete(':token')
  async revoke(
    @Param('directory') reference: string,
    @Param('token') tokenId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const command = new ChangeDirectory(reference, { kind: 'revoke-token', tokenId }, requestIdOfAdmin(request));
    answerNothing(reply, await this.commands.execute<ChangeDirectory, StoredDirectory | Problem>(command));
  }
}
