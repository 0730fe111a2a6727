import { Controller, Get, Inject, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DirectoryCommand } from '#domain';
import type { StoredDirectory } from '#read-model';
import type { Problem } from '../../http/send.js';
import { PUBLIC_URL } from '../../provider-tokens.js';
import { answer } from '../answer.js';
import { InstallationReads } from '../installation-reads.js';
import { readDto } from '../read-dto.js';
import { requestIdOfAdmin } from '../request-id-of-admin.js';
import { ChangeDirectory } from './change-directory.command.js';
import { noDirectory } from './change-directory.handler.js';
import { CreateDirectory } from './create-directory.command.js';
import { CreateDirectoryDto, RenameDirectoryDto } from './directories.dto.js';
import { directoryView } from './directory-view.js';

@Controller('admin/v1/directories')
export class DirectoriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: InstallationReads,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  @Get()
  async list(@Res() reply: FastifyReply): Promise<void> {
    const rows = await this.reads.directories();
    answer(reply, { directories: rows.map((row) => directoryView(row, this.publicUrl)) });
  }

  @Post()
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const dto = await readDto(request, CreateDirectoryDto);
    if (dto.kind === 'problem') return answer(reply, dto);
    const { name, provider = 'generic', settings } = dto.value;
    const command = new CreateDirectory(name, provider, settings, requestIdOfAdmin(request));
    answer(reply, await this.commands.execute<CreateDirectory, object>(command), 201);
  }

  @Get(':directory')
  async show(@Param('directory') reference: string, @Res() reply: FastifyReply): Promise<void> {
    const row = await this.reads.directory(reference);
    answer(reply, row ? directoryView(row, this.publicUrl) : noDirectory(reference));
  }

  @Patch(':directory')
  async rename(
    @Param('directory') reference: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const dto = await readDto(request, RenameDirectoryDto);
    if (dto.kind === 'problem') return answer(reply, dto);
    await this.#change(reference, { kind: 'rename', name: dto.value.name }, request, reply);
  }

  @Post(':directory/disable')
  disable(@Param('directory') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.#change(reference, { kind: 'disable' }, request, reply);
  }

  @Post(':directory/enable')
  enable(@Param('directory') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.#change(reference, { kind: 'enable' }, request, reply);
  }

  async #change(
    reference: string,
    change: Exclude<DirectoryCommand, { kind: 'create' }>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const command = new ChangeDirectory(reference, change, requestIdOfAdmin(request));
    const changed = await this.commands.execute<ChangeDirectory, StoredDirectory | Problem>(command);
    answer(reply, 'kind' in changed ? changed : directoryView(changed, this.publicUrl));
  }
}
