import { Controller, Get, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answer } from '../answer.js';
import { ShowStatus } from './show-status.query.js';

@Controller('admin/v1/status')
export class StatusController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async show(@Res() reply: FastifyReply): Promise<void> {
    answer(reply, await this.queries.execute<ShowStatus, object>(new ShowStatus()));
  }
}
