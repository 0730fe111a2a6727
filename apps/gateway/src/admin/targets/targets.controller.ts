import { Controller, Delete, Get, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '#persistence';
import type { StoredTarget } from '#read-model';
import type { Problem } from '../../http/send.js';
import { DATABASE } from '../../provider-tokens.js';
import { answer, answerNothing } from '../answer.js';
import { InstallationReads } from '../installation-reads.js';
import { limitOf } from '../limit-of.js';
import { readDto } from '../read-dto.js';
import { requestIdOfAdmin } from '../request-id-of-admin.js';
import { operations, syncStates } from '../sync/sync-states.js';
import { AddTarget } from './add-target.command.js';
import { ChangeTarget } from './change-target.command.js';
import { noTarget } from './change-target.handler.js';
import { targetView } from './target-view.js';
import { AddTargetDto, ChangeTargetDto } from './targets.dto.js';

@Controller('admin/v1/targets')
export class TargetsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: InstallationReads,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @Get()
  async list(@Res() reply: FastifyReply): Promise<void> {
    const rows = await this.reads.targets();
    const states = await syncStates(
      this.database,
      rows.map(({ id }) => id),
    );
    answer(reply, { targets: rows.map((row) => targetView(row, states.get(row.id))) });
  }

  @Post()
  async add(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const dto = await readDto(request, AddTargetDto);
    if (dto.kind === 'problem') return answer(reply, dto);
    await this.#run(new AddTarget(dto.value, requestIdOfAdmin(request)), reply, 201);
  }

  @Get(':target')
  async show(@Param('target') reference: string, @Res() reply: FastifyReply): Promise<void> {
    const row = await this.reads.target(reference);
    if (!row) return answer(reply, noTarget(reference));
    const states = await syncStates(this.database, [row.id]);
    answer(reply, targetView(row, states.get(row.id)));
  }

  @Get(':target/operations')
  async operations(@Param('target') reference: string, @Query('limit') limit: string, @Res() reply: FastifyReply) {
    const row = await this.reads.target(reference);
    if (!row) return answer(reply, noTarget(reference));
    answer(reply, { operations: await operations(this.database, row.id, limitOf(limit)) });
  }

  @Patch(':target')
  async change(@Param('target') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const dto = await readDto(request, ChangeTargetDto);
    if (dto.kind === 'problem') return answer(reply, dto);
    await this.#run(new ChangeTarget(reference, { kind: 'change', to: dto.value }, requestIdOfAdmin(request)), reply);
  }

  @Post(':target/pause')
  pause(@Param('target') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.#run(new ChangeTarget(reference, { kind: 'pause' }, requestIdOfAdmin(request)), reply);
  }

  @Post(':target/resume')
  resume(@Param('target') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.#run(new ChangeTarget(reference, { kind: 'resume' }, requestIdOfAdmin(request)), reply);
  }

  @Post(':target/resync')
  resync(@Param('target') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.#run(new ChangeTarget(reference, { kind: 'resync' }, requestIdOfAdmin(request)), reply);
  }

  @Delete(':target')
  async remove(@Param('target') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const command = new ChangeTarget(reference, { kind: 'remove' }, requestIdOfAdmin(request));
    answerNothing(reply, await this.commands.execute<ChangeTarget, StoredTarget | Problem>(command));
  }

  async #run(command: AddTarget | ChangeTarget, reply: FastifyReply, status = 200): Promise<void> {
    const target = await this.commands.execute<AddTarget | ChangeTarget, StoredTarget | Problem>(command);
    if ('kind' in target) return answer(reply, target);
    const states = await syncStates(this.database, [target.id]);
    answer(reply, targetView(target, states.get(target.id)), status);
  }
}
