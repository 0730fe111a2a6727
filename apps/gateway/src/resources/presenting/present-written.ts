import type { GroupOf } from '#read-model';
import { etagOf, needsMembers, type Projection, type ResourceType, type ScimError } from '#scim';
import type { ScimReply } from '../../exchange/scim-reply.js';
import type { ScimRequest } from '../../exchange/scim-request.js';
import type { Written } from '../writing/write-outcome.js';
import { LargeGroups } from './large-groups.js';
import { PresentResource } from './present-resource.js';
import { asksForAttributes, readProjection } from './read-projection.js';
import { locationOf } from './resource-body.js';

export type Beside = { readonly groups: Promise<readonly GroupOf[]> };

/** Answers to a create, replace or patch: RFC 7644 §3.3 and §3.5, and `Prefer: return=minimal`. */
export class PresentWritten {
  readonly #large = new LargeGroups();

  constructor(private readonly present: PresentResource) {}

  /** Read before anything is written: a request whose answer cannot be formed must not take effect. */
  projectionOf(request: ScimRequest): Projection | ScimError {
    return readProjection(request);
  }

  async created(request: ScimRequest, type: ResourceType, written: Written, projection: Projection) {
    const location = locationOf(request.caller, type, written.resource.id);
    // Nobody can have put into a group what did not exist before.
    const beside = { groups: Promise.resolve([]) };
    return this.#reply(request, type, written, projection, 201, { Location: location }, beside);
  }

  /** What an answer shows beside the attributes that are written, read while they are: no write of a user changes it. */
  beside(request: ScimRequest, type: ResourceType, id: string, projection: Projection): Beside {
    if (isMinimal(request, projection) || isBarePatch(request, projection)) return { groups: Promise.resolve([]) };
    const groups = this.present.groupsShown(request.caller, type, id, projection);
    groups.catch(() => undefined);
    return { groups };
  }

  replaced(request: ScimRequest, type: ResourceType, written: Written, projection: Projection, beside: Beside) {
    return this.#reply(request, type, written, projection, 200, {}, beside);
  }

  /**
   * 204 where the directory prefers it, and for a group of more than 1,000 members: nobody who adds one wants the others
   * back. Never when attributes or the representation were asked for (RFC 7644 §3.5.2, RFC 7240 §4.2).
   */
  async patched(
    request: ScimRequest,
    type: ResourceType,
    written: Written,
    projection: Projection,
    beside: Beside,
  ): Promise<ScimReply> {
    const bare = { kind: 'reply', status: 204, headers: headersOf(request, type, written) } as const;
    if (isAsked(request, projection)) return this.#reply(request, type, written, projection, 200, {}, beside);
    const showsMembers = type.name === 'Group' && needsMembers(type, projection);
    const { id } = written.resource;
    if (isBarePatch(request, projection)) return bare;
    if (showsMembers && this.#large.has(id, performance.now())) return bare;
    const reply = await this.#reply(request, type, written, projection, 200, {}, beside);
    if (reply.body?.is !== 'pieces') return reply;
    this.#large.add(id, performance.now());
    return bare;
  }

  async #reply(
    request: ScimRequest,
    type: ResourceType,
    written: Written,
    projection: Projection,
    status: 200 | 201,
    more: Readonly<Record<string, string>>,
    beside: Beside,
  ): Promise<ScimReply> {
    const headers = { ...headersOf(request, type, written), ...more };
    if (isMinimal(request, projection)) {
      const applied = { ...headers, 'Preference-Applied': 'return=minimal' };
      return { kind: 'reply', status: status === 200 ? 204 : 201, headers: applied };
    }
    const { resource, members } = written;
    const body = members
      ? this.present.withMembers(request.caller, type, resource, projection, members)
      : await this.present.one(request.caller, type, resource, projection, await beside.groups);
    return { kind: 'reply', status, headers, body };
  }
}

const isAsked = ({ preference }: ScimRequest, projection: Projection): boolean =>
  asksForAttributes(projection) || preference === 'representation';

const isMinimal = ({ preference }: ScimRequest, projection: Projection): boolean =>
  preference === 'minimal' && !asksForAttributes(projection);

const isBarePatch = (request: ScimRequest, projection: Projection): boolean =>
  request.method === 'PATCH' &&
  request.caller.directory.settings.patchResponse === 'no-content' &&
  !isAsked(request, projection);

const headersOf = (request: ScimRequest, type: ResourceType, { resource }: Written): Record<string, string> => ({
  ETag: etagOf(resource),
  'Content-Location': locationOf(request.caller, type, resource.id),
});
