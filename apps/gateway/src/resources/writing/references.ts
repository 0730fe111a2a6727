import type { MembershipDelta } from '#domain';
import type { Database } from '#persistence';
import {
  type Attributes,
  ENTERPRISE_USER_SCHEMA,
  isObject,
  type Member,
  type MembershipChange,
  own,
  type ResourceType,
  type ScimError,
  scimError,
} from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import { isResourceId } from '../uuid.js';
import { MemberRows } from './member-rows.js';
import { type CheckedMembers, checkMembers } from './members-of-request.js';
import { membershipDifference } from './membership-difference.js';
import { type TypeRow, typesOfResources } from './statements/types-of-resources.js';

const nothing: MembershipDelta = { add: [], remove: [] };

/** What a write says about other resources, held against the rows: members, and the manager where it must exist. */
export class References {
  readonly #rows: MemberRows;

  constructor(private readonly parts: { readonly database: Database; readonly generation: ActiveGeneration }) {
    this.#rows = new MemberRows(parts);
  }

  async check(
    request: ScimRequest,
    type: ResourceType,
    attributes: Attributes,
    members: readonly Member[],
  ): Promise<CheckedMembers | ScimError> {
    const problem = type.name === 'User' ? await this.#managerProblem(request, attributes) : undefined;
    return problem ?? checkMembers(request, members, this.#rows);
  }

  /** What the changes come to for this group as it is now. */
  async membership(
    request: ScimRequest,
    groupId: string,
    changes: readonly MembershipChange[] | undefined,
  ): Promise<MembershipDelta | ScimError> {
    if (!changes || changes.length === 0) return nothing;
    const sizes = changes.map((change) => (change.kind === 'remove' ? change.ids.length : change.members.length));
    const named = sizes.reduce((total, size) => total + size, 0);
    const { id: directoryId, limits } = request.caller.directory;
    if (named > limits.membersPerRequest) {
      return scimError(413, `members: ${named} in one request; at most ${limits.membersPerRequest} are accepted.`);
    }
    return membershipDifference(changes, { ...this.parts, rows: this.#rows, directoryId, groupId });
  }

  async #managerProblem(request: ScimRequest, attributes: Attributes): Promise<ScimError | undefined> {
    const { id: directoryId, settings } = request.caller.directory;
    if (!settings.managerMustExist) return undefined;
    const extension = own(attributes, ENTERPRISE_USER_SCHEMA);
    const manager = isObject(extension) ? own(extension, 'manager') : undefined;
    const id = isObject(manager) ? own(manager, 'value') : undefined;
    if (typeof id !== 'string') return undefined;
    const statement = typesOfResources(this.parts.generation.schema);
    const ids = isResourceId(id) ? [id] : [];
    const rows = await this.parts.database.query<TypeRow>(statement, [directoryId, ids, ['User']]);
    if (rows.length > 0) return undefined;
    return scimError(
      400,
      `manager.value: no user of this directory has the id ${JSON.stringify(id.slice(0, 64))}.`,
      'invalidValue',
    );
  }
}
