import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ScimError, scimError } from '#scim';
import { emptyReply, type ScimReply } from '../../exchange/scim-reply.js';
import { decide } from '../writing/decide-resource.js';
import { ResourceWrites } from '../writing/resource-writes.js';
import { DeleteResource } from './delete-resource.command.js';

const refused = scimError(501, 'This directory does not delete users; deactivate them with active: false.');

/** RFC 7644 §3.6, and what a directory makes of it: some only deactivate, some refuse. */
@CommandHandler(DeleteResource)
export class DeleteResourceHandler implements ICommandHandler<DeleteResource> {
  constructor(private readonly writes: ResourceWrites) {}

  async execute({ request, type, id }: DeleteResource): Promise<ScimReply | ScimError> {
    const { directory } = request.caller;
    const way = type.name === 'User' ? directory.settings.userDelete : 'delete';
    if (way === 'refuse') return refused;
    const outcome = await this.writes.change({
      request,
      type,
      id,
      commutes: way === 'delete',
      deletes: way === 'delete',
      decide: async (stored) => {
        if (way === 'delete') return decide(directory, type, stored, { kind: 'delete' });
        const attributes = { ...stored.attributes, active: false };
        return decide(directory, type, stored, { kind: 'replace', attributes });
      },
    });
    return outcome.kind === 'scim-error' ? outcome : emptyReply(204);
  }
}
