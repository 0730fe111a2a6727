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
import { customSchemasOf, resourceTypeView } from './schema-view.js';
import { PutResourceTypeDto } from './schemas.dto.js';

/** Resource types a directory adds to users and groups. */
@Controller('admin/v1/directories/:directory/resource-types')
export class ResourceTypesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: InstallationReads,
  ) {}

  @Get()
  async list(@Param('directory') reference: string, @Res() reply: FastifyReply): Promise<void> {
    const row = await this.reads.directory(reference);
    if (!row) return answer(reply, noDirectory(reference));
    const names = Object.keys(customSchemasOf(row).resourceTypes);
    answer(reply, { resourceTypes: names.map((name) => resourceTypeView(row, name)) });
  }

  @Get(':name')
  async show(
    @Param('directory') reference: string,
    @Param('name') name: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const row = await this.reads.directory(reference);
    answer(reply, row ? (resourceTypeView(row, name) ?? noType(name)) : noDirectory(reference));
  }

  @Put(':name')
  async put(
    @Param('directory') reference: string,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const dto = await readDto(request, PutResourceTypeDto);
    if (dto.kind === 'problem') return answer(reply, dto);
    const { document } = dto.value;
    const said = document['name'] ?? name;
    if (said !== name) return answer(reply, problem(400, 'document.name: must be the name in the address'));
    if (!namesNoExtension(document)) return answer(reply, problem(400, extensionsAreElsewhere));
    const changed = await this.#change(reference, { kind: 'put-resource-type', name, document }, request);
    answer(reply, 'kind' in changed ? changed : (resourceTypeView(changed, name) ?? noType(name)));
  }

  @Delete(':name')
  async remove(
    @Param('directory') reference: string,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    answerNothing(reply, await this.#change(reference, { kind: 'remove-resource-type', name }, request));
  }

  #change(reference: string, change: SchemaChange, request: FastifyRequest): Promise<StoredDirectory | Problem> {
    return this.commands.execute<ChangeSchemas, StoredDirectory | Problem>(
      new ChangeSchemas(reference, change, requestIdOfAdmin(request)),
    );
  }
}

const namesNoExtension = ({ schemaExtensions }: Readonly<Record<string, unknown>>): boolean =>
  schemaExtensions === undefined || (Array.isArray(schemaExtensions) && schemaExtensions.length === 0);
const extensionsAreElsewhere =
  'document.schemaExtensions: must be absent or empty; a schema names the types it extends, in the "extends" it is put with';

const noType = (name: string): Problem =>
  problem(404, `The directory has no resource type of its own named ${JSON.stringify(name.slice(0, 100))}.`);
