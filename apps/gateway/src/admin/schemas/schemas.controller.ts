import { Controller, Delete, Get, Param, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredDirectory } from '#read-model';
import type { Problem } from '../../http/send.js';
import { answer, answerNothing } from '../answer.js';
import { noDirectory } from '../directories/change-directory.handler.js';
import { InstallationReads } from '../installation-reads.js';
import { problem } from '../problem.js';
import { readDto } from '../read-dto.js';
import { requestIdOfAdmin } from '../request-id-of-admin.js';
import { ChangeSchemas, type SchemaChange } from './change-schemas.command.js';
import { customSchemasOf, schemaView } from './schema-view.js';
import { PutSchemaDto } from './schemas.dto.js';

/** Schemas a directory adds to those of RFC 7643: of its own resource types, and extensions of any type. */
@Controller('admin/v1/directories/:directory/schemas')
export class SchemasController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: InstallationReads,
  ) {}

  @Get()
  async list(@Param('directory') reference: string, @Res() reply: FastifyReply): Promise<void> {
    const row = await this.reads.directory(reference);
    if (!row) return answer(reply, noDirectory(reference));
    answer(reply, { schemas: Object.keys(customSchemasOf(row).schemas).map((id) => schemaView(row, id)) });
  }

  @Get(':id')
  async show(
    @Param('directory') reference: string,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const row = await this.reads.directory(reference);
    answer(reply, row ? (schemaView(row, id) ?? noSchema(id)) : noDirectory(reference));
  }

  @Put(':id')
  async put(
    @Param('directory') reference: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const dto = await readDto(request, PutSchemaDto);
    if (dto.kind === 'problem') return answer(reply, dto);
    const { document, extends: owners = [] } = dto.value;
    if (document['id'] !== id) return answer(reply, problem(400, 'document.id: must be the id in the address'));
    const extended = owners.map(({ resourceType, required = false }) => ({ resourceType, required }));
    const changed = await this.#change(reference, { kind: 'put-schema', id, document, extends: extended }, request);
    answer(reply, 'kind' in changed ? changed : (schemaView(changed, id) ?? noSchema(id)));
  }

  @Delete(':id')
  async remove(
    @Param('directory') reference: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    answerNothing(reply, await this.#change(reference, { kind: 'remove-schema', id }, request));
  }

  #change(reference: string, change: SchemaChange, request: FastifyRequest): Promise<StoredDirectory | Problem> {
    return this.commands.execute<ChangeSchemas, StoredDirectory | Problem>(
      new ChangeSchemas(reference, change, requestIdOfAdmin(request)),
    );
  }
}

const noSchema = (id: string): Problem =>
  problem(404, `The directory has no schema of its own with the id ${JSON.stringify(id.slice(0, 200))}.`);
