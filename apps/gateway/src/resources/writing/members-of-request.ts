import { type Member, type ScimError, scimError } from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';
import { isResourceId } from '../uuid.js';
import type { MemberRows } from './member-rows.js';

export type CheckedMembers = { readonly kind: 'members'; readonly members: readonly Member[] };

/**
 * Members as they are in the directory: each with its true type. Ids that name nobody are refused, all of them in one
 * sentence, or taken on trust where the directory says so; what cannot be an id here is then passed over.
 */
export const checkMembers = async (
  request: ScimRequest,
  members: readonly Member[],
  rows: MemberRows,
): Promise<CheckedMembers | ScimError> => {
  if (members.length === 0) return { kind: 'members', members };
  const { id: directoryId, settings, limits } = request.caller.directory;
  if (members.length > limits.membersPerRequest) {
    return scimError(
      413,
      `members: ${members.length} in one request; at most ${limits.membersPerRequest} are accepted.`,
    );
  }
  const ids = members.map(({ value }) => value).filter(isResourceId);
  const types = await rows.types(directoryId, ids);
  const isTrusting = settings.unknownMember === 'accept';
  const unknown = isTrusting ? [] : members.filter(({ value }) => !types.has(value));
  if (unknown.length > 0) return unknownMembers(unknown);
  return {
    kind: 'members',
    members: members
      .filter(({ value }) => isResourceId(value))
      .map((member) => ({ ...member, type: types.get(member.value) ?? member.type })),
  };
};

const unknownMembers = (unknown: readonly Member[]): ScimError => {
  const shown = unknown.slice(0, 10).map(({ value }) => JSON.stringify(value.slice(0, 64)));
  const more = unknown.length > shown.length ? ` and ${unknown.length - shown.length} more` : '';
  return scimError(
    400,
    `members: no user or group of this directory has the id ${shown.join(', ')}${more}.`,
    'invalidValue',
  );
};
