import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isScimError, type ScimError, validateResource, withWritten } from '#scim';
import type { ScimReply } from '../../exchange/scim-reply.js';
import { PresentWritten } from '../presenting/present-written.js';
import { decide } from '../writing/decide-resource.js';
import { References } from '../writing/references.js';
import { ResourceWrites } from '../writing/resource-writes.js';
import { CreateResource } from './create-resource.command.js';

/** RFC 7644 §3.3. */
@CommandHandler(CreateResource)
export class CreateResourceHandler implements ICommandHandler<CreateResource> {
  constructor(
    private readonly writes: ResourceWrites,
    private readonly references: References,
    private readonly present: PresentWritten,
  ) {}

  async execute({ request, type }: CreateResource): Promise<ScimReply | ScimError> {
    const { directory } = request.caller;
    const projection = this.present.projectionOf(request);
    if (isScimError(projection)) return projection;
    const body = request.readBody();
    if (body.kind === 'scim-error') return body;
    const shown = withWritten(projection, type, [{ value: body.value }]);
    const valid = validateResource(type, body.value, directory.settings, { kind: 'create' });
    if (valid.kind === 'invalid') return valid.error;
    const sent = Array.isArray(valid.members) ? valid.members : [];
    const { attributes } = valid;
    const outcome = await this.writes.create(request, type, async () => {
      const checked = await this.references.check(request, type, attributes, sent);
      if (checked.kind === 'scim-error') return checked;
      const members = checked.members.length > 0 && { members: checked.members };
      return { decide: (id) => decide(directory, type, undefined, { kind: 'create', id, attributes, ...members }) };
    });
    return outcome.kind === 'scim-error' ? outcome : this.present.created(request, type, outcome, shown);
  }
}
