import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Database } from '#persistence';
import type { StoredEvent } from '#read-model';
import { ActiveGeneration } from '../../proposing/active-generation.js';
import { DATABASE } from '../../provider-tokens.js';
import { isResourceId } from '../../resources/uuid.js';
import { answer } from '../answer.js';
import { noDirectory } from '../directories/change-directory.handler.js';
import { InstallationReads } from '../installation-reads.js';
import { limitOf } from '../limit-of.js';

/** Who did what to a resource, and when: names of attributes, never their values. */
@Controller('admin/v1/directories/:directory/resources/:resource/history')
export class HistoryController {
  constructor(
    private readonly reads: InstallationReads,
    private readonly generation: ActiveGeneration,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @Get()
  async show(
    @Param('directory') reference: string,
    @Param('resource') id: string,
    @Query('limit') limit: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const directory = await this.reads.directory(reference);
    if (!directory) return answer(reply, noDirectory(reference));
    const query = { directoryId: directory.id, id, limit: limitOf(limit) };
    const events = isResourceId(id) ? await this.generation.model.history(this.database, query) : [];
    answer(reply, { events: events.map(eventView) });
  }
}

const eventView = (event: StoredEvent) => ({
  position: `${event.partition}:${event.src}:${event.idx}`,
  type: event.type,
  version: event.version,
  time: event.effectiveTime,
  actor: event.actor,
  requestId: event.requestId,
  ...(event.data['changed'] !== undefined && { changed: event.data['changed'] }),
  ...(Array.isArray(event.data['members']) && { members: event.data['members'].length }),
});
