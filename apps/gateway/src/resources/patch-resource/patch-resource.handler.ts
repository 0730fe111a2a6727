import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { MembershipDelta, ResourceCommand } from '#domain';
import type { StoredResource } from '#read-model';
import {
  applyPrepared,
  isScimError,
  type Member,
  type Patched,
  type PreparedPatch,
  parsePatchRequest,
  preparePatch,
  type ScimError,
  withWritten,
} from '#scim';
import type { ScimReply } from '../../exchange/scim-reply.js';
import type { ScimRequest } from '../../exchange/scim-request.js';
import { PresentWritten } from '../presenting/present-written.js';
import { ResourceReader } from '../reading/resource-reader.js';
import { decide } from '../writing/decide-resource.js';
import { References } from '../writing/references.js';
import { ResourceWrites } from '../writing/resource-writes.js';
import { PatchResource } from './patch-resource.command.js';

/** RFC 7644 §3.5.2. What changes only who belongs to a group commutes, and stays apart from its attributes. */
@CommandHandler(PatchResource)
export class PatchResourceHandler implements ICommandHandler<PatchResource> {
  constructor(
    private readonly writes: ResourceWrites,
    private readonly references: References,
    private readonly reader: ResourceReader,
    private readonly present: PresentWritten,
  ) {}

  async execute({ request, type, id }: PatchResource): Promise<ScimReply | ScimError> {
    const { directory } = request.caller;
    const projection = this.present.projectionOf(request);
    if (isScimError(projection)) return projection;
    const body = request.readBody();
    if (body.kind === 'scim-error') return body;
    const patch = parsePatchRequest(body.value, directory.settings, directory.limits.patchOperations);
    if (isScimError(patch)) return patch;
    const shown = withWritten(
      projection,
      type,
      patch.operations.map(({ path, value }) => ({ value, ...(path !== undefined && { path }) })),
    );
    const prepared = preparePatch(type, patch.operations, directory.settings);
    if (isScimError(prepared)) return prepared;
    const beside = this.present.beside(request, type, id, shown);
    const outcome = await this.writes.change({
      request,
      type,
      id,
      commutes: isMembershipAlone(prepared),
      decide: async (stored) => {
        const command = await this.#command(request, prepared, stored);
        return isScimError(command) ? command : decide(directory, type, stored, command);
      },
    });
    return outcome.kind === 'scim-error' ? outcome : this.present.patched(request, type, outcome, shown, beside);
  }

  async #command(
    request: ScimRequest,
    prepared: PreparedPatch,
    stored: StoredResource,
  ): Promise<ResourceCommand | ScimError> {
    const members = prepared.needsMembers ? await this.#members(request, stored.id) : undefined;
    const patched = applyPrepared(prepared, stored.attributes, members);
    if (isScimError(patched)) return patched;
    const membership = await this.#membership(request, prepared, stored, patched);
    if (isScimError(membership)) return membership;
    if (isMembershipAlone(prepared)) return { kind: 'change-members', ...membership };
    return { kind: 'replace', attributes: patched.attributes, membership };
  }

  async #membership(
    request: ScimRequest,
    { resourceType }: PreparedPatch,
    stored: StoredResource,
    patched: Patched,
  ): Promise<MembershipDelta | ScimError> {
    const difference = await this.references.membership(request, stored.id, patched.membership);
    if (isScimError(difference)) return difference;
    const checked = await this.references.check(request, resourceType, patched.attributes, difference.add);
    return checked.kind === 'scim-error' ? checked : { add: checked.members, remove: difference.remove };
  }

  /** Only for filters that ask more of a member than its id. */
  async #members(request: ScimRequest, groupId: string): Promise<readonly Member[]> {
    const all: Member[] = [];
    for await (const page of this.reader.membersOf(request.caller.directory.id, groupId)) {
      for (const { value, type, display } of page) all.push({ value, type, ...(display !== null && { display }) });
    }
    return all;
  }
}

/** Additions and removals by id only: true of any state of the group, so no version is expected. */
const isMembershipAlone = ({ steps, memberSteps }: PreparedPatch): boolean =>
  steps.length === 0 && memberSteps.length > 0 && memberSteps.every(({ kind }) => kind === 'add' || kind === 'remove');
