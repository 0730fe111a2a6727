import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '#persistence';
import { ActiveGeneration } from '../../proposing/active-generation.js';
import { DATABASE } from '../../provider-tokens.js';
import { answer } from '../answer.js';
import { requestIdOfAdmin } from '../request-id-of-admin.js';
import { SettleParked } from './settle-parked.command.js';

/** Aggregates whose projection failed, and an operator's decision on them. */
@Controller('admin/v1/parked')
export class ParkedController {
  constructor(
    private readonly commands: CommandBus,
    private readonly generation: ActiveGeneration,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @Get()
  async list(@Res() reply: FastifyReply): Promise<void> {
    const rows = await this.generation.model.parked(this.database);
    answer(reply, { parked: rows.map((row) => ({ ...row, parkedAt: row.parkedAt.getTime() })) });
  }

  @Post(':directory/:type/:id/:action')
  async settle(
    @Param() address: { directory: string; type: string; id: string; action: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { directory, type, id, action } = address;
    const command = new SettleParked(directory, { type, id }, action, requestIdOfAdmin(request));
    answer(reply, await this.commands.execute<SettleParked, object>(command), 202);
  }
}
