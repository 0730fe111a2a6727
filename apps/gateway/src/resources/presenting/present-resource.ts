import type { GroupOf, StoredMember, StoredResource } from '#read-model';
import {
  needsGroups,
  needsMembers,
  type Projection,
  project,
  type ResourceType,
  showsAsStored,
  showsWholeMembers,
} from '#scim';
import type { Caller } from '../../exchange/caller.js';
import type { ReplyBody } from '../../exchange/scim-reply.js';
import { MEMBERS_PER_PAGE, ResourceReader } from '../reading/resource-reader.js';
import { isResourceId } from '../uuid.js';
import { groupInPieces, isFullPage, membersShownBy } from './group-in-pieces.js';
import { inSlices, type PresentedPage } from './presented-page.js';
import { memberEndings, resourceBody, resourceText } from './resource-body.js';

/** Up to so many are better read together with what other requests ask for. */
const FEW = 3;

const pagesOf = (members: readonly StoredMember[]): readonly (readonly StoredMember[])[] =>
  Array.from({ length: Math.ceil(members.length / MEMBERS_PER_PAGE) }, (_, at) =>
    members.slice(at * MEMBERS_PER_PAGE, (at + 1) * MEMBERS_PER_PAGE),
  );

const withoutMembers = (
  caller: Caller,
  type: ResourceType,
  resource: StoredResource,
  projection: Projection,
  groups: readonly GroupOf[],
): ReplyBody => {
  const { text } = resource;
  if (text !== undefined && showsAsStored(type, projection, text)) {
    return { is: 'text', text: resourceText(caller, type, resource, text, groups) };
  }
  return { is: 'json', value: project(type, resourceBody(caller, type, resource, { groups }), projection) };
};

/** Resources as an answer shows them: only what the projection asks for is read. */
export class PresentResource {
  constructor(private readonly reader: ResourceReader) {}

  /** One resource; a group with many members comes in pieces, so that memory does not grow with it. */
  async one(
    caller: Caller,
    type: ResourceType,
    resource: StoredResource,
    projection: Projection,
    known?: readonly GroupOf[],
  ): Promise<ReplyBody> {
    const { id: directoryId } = caller.directory;
    if (type.name === 'Group' && needsMembers(type, projection)) {
      const first = (await this.reader.membersOf(directoryId, resource.id).next()).value ?? [];
      return this.#group(caller, type, resource, projection, first);
    }
    const groups = known ?? (await this.groupsShown(caller, type, resource.id, projection));
    return withoutMembers(caller, type, resource, projection, groups);
  }

  /** A group with members that need not be read. */
  withMembers(
    caller: Caller,
    type: ResourceType,
    resource: StoredResource,
    projection: Projection,
    all: readonly StoredMember[],
  ): ReplyBody {
    const body = (members: readonly StoredMember[]) =>
      project(type, resourceBody(caller, type, resource, { members }), projection);
    const [first = [], ...rest] = pagesOf(all);
    if (rest.length === 0) return { is: 'json', value: body(first) };
    return { is: 'pieces', pieces: groupInPieces(body, first, membersShownBy(body, rest)) };
  }

  /** The groups an answer shows of a user; none when it shows none, or of anything else. */
  async groupsShown(
    caller: Caller,
    type: ResourceType,
    id: string,
    projection: Projection,
  ): Promise<readonly GroupOf[]> {
    const isShown = type.name === 'User' && needsGroups(type, projection);
    return isShown && isResourceId(id) ? this.reader.groupsOf(caller.directory.id, id) : [];
  }

  /**
   * A page of resources, of one type or several: whole, or in slices where groups show their members, so that memory
   * grows with neither. What lies in rows of its own takes one statement for a slice.
   */
  async page(caller: Caller, resources: readonly StoredResource[], projection: Projection): Promise<PresentedPage> {
    const types = new Map(caller.directory.resourceTypes.map((type) => [type.name, type]));
    return inSlices(resources, {
      isShownWithMembers: ({ type: name }) => {
        const type = types.get(name);
        return name === 'Group' && type !== undefined && needsMembers(type, projection);
      },
      slice: (part) => this.#slice(caller, types, part, projection),
    });
  }

  async #slice(
    caller: Caller,
    types: ReadonlyMap<string, ResourceType>,
    resources: readonly StoredResource[],
    projection: Projection,
  ): Promise<readonly ReplyBody[]> {
    const { id: directoryId } = caller.directory;
    const wanting = (typeName: string, needs: typeof needsMembers): readonly string[] => {
      const type = types.get(typeName);
      if (!type || !needs(type, projection)) return [];
      return resources.filter((resource) => resource.type === typeName).map(({ id }) => id);
    };
    const [members, groups] = await Promise.all([
      this.#membersByGroup(directoryId, wanting('Group', needsMembers)),
      this.#groupsByMember(directoryId, wanting('User', needsGroups)),
    ]);
    return resources.flatMap((resource): ReplyBody | [] => {
      const type = types.get(resource.type);
      if (!type) return [];
      if (type.name !== 'Group') {
        return withoutMembers(caller, type, resource, projection, groups.get(resource.id) ?? []);
      }
      return this.#group(caller, type, resource, projection, members.get(resource.id) ?? []);
    });
  }

  /** @param first members of the group, a page of them */
  #group(
    caller: Caller,
    type: ResourceType,
    resource: StoredResource,
    projection: Projection,
    first: readonly StoredMember[],
  ): ReplyBody {
    const body = (members: readonly StoredMember[]) =>
      project(type, resourceBody(caller, type, resource, { members }), projection);
    if (!isFullPage(first)) return { is: 'json', value: body(first) };
    const after = { directoryId: caller.directory.id, groupId: resource.id, afterId: first.at(-1)?.value ?? '' };
    const rest = showsWholeMembers(type, projection)
      ? this.reader.membersAsText(after, memberEndings(caller))
      : membersShownBy(body, this.reader.membersOf(after.directoryId, after.groupId, after.afterId));
    return { is: 'pieces', pieces: groupInPieces(body, first, rest) };
  }

  async #membersByGroup(
    directoryId: string,
    groupIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly StoredMember[]>> {
    if (groupIds.length === 0) return new Map();
    return this.reader.membersOfGroups(directoryId, groupIds);
  }

  async #groupsByMember(
    directoryId: string,
    memberIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly GroupOf[]>> {
    if (memberIds.length <= FEW) {
      return new Map(
        await Promise.all(memberIds.map(async (id) => [id, await this.reader.groupsOf(directoryId, id)] as const)),
      );
    }
    return Map.groupBy(await this.reader.groupsOfAll(directoryId, memberIds), ({ memberId }) => memberId);
  }
}
