import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isScimError, type ScimError, validateResource, withWritten } from '#scim';
import type { ScimReply } from '../../exchange/scim-reply.js';
import { PresentWritten } from '../presenting/present-written.js';
import { decide } from '../writing/decide-resource.js';
import { References } from '../writing/references.js';
import { ResourceWrites } from '../writing/resource-writes.js';
import { ReplaceResource } from './replace-resource.command.js';

/** RFC 7644 §3.5.1. Members become a difference against the rows of the version that is replaced. */
@CommandHandler(ReplaceResource)
export class ReplaceResourceHandler implements ICommandHandler<ReplaceResource> {
  constructor(
    private readonly writes: ResourceWrites,
    private readonly references: References,
    private readonly present: PresentWritten,
  ) {}

  async execute({ request, type, id }: ReplaceResource): Promise<ScimReply | ScimError> {
    const { directory } = request.caller;
    const projection = this.present.projectionOf(request);
    if (isScimError(projection)) return projection;
    const body = request.readBody();
    if (body.kind === 'scim-error') return body;
    const shown = withWritten(projection, type, [{ value: body.value }]);
    const beside = this.present.beside(request, type, id, shown);
    const outcome = await this.writes.change({
      request,
      type,
      id,
      decide: async (stored) => {
        const mode = { kind: 'replace', current: stored.attributes, id } as const;
        const valid = validateResource(type, body.value, directory.settings, mode);
        if (valid.kind === 'invalid') return valid.error;
        const whole = Array.isArray(valid.members) ? valid.members : undefined;
        const membership = await this.references.membership(
          request,
          id,
          whole && [{ kind: 'replace', members: whole }],
        );
        if ('kind' in membership) return membership;
        const checked = await this.references.check(request, type, valid.attributes, membership.add);
        if (checked.kind === 'scim-error') return checked;
        const delta = { add: checked.members, remove: membership.remove };
        const { attributes } = valid;
        const evenUnchanged = directory.settings.putUnchanged === 'new-version';
        return decide(directory, type, stored, { kind: 'replace', attributes, membership: delta, evenUnchanged });
      },
    });
    return outcome.kind === 'scim-error' ? outcome : this.present.replaced(request, type, outcome, shown, beside);
  }
}
