import type { GroupOf, StoredMember, StoredResource } from '#read-model';
import { type Attributes, etagOf, type ResourceType, withReferences } from '#scim';
import type { Caller } from '../../exchange/caller.js';

/** What of a resource lies in rows of its own; absent when the answer does not show it. */
export type Related = { readonly members?: readonly StoredMember[]; readonly groups?: readonly GroupOf[] };

export const locationOf = (caller: Caller, type: ResourceType, id: string): string =>
  `${caller.baseUrl}${type.endpoint}/${id}`;

const locate = (caller: Caller, typeName: string, id: string): string | undefined => {
  const type = caller.directory.resourceTypes.find(({ name }) => name === typeName);
  return type && locationOf(caller, type, id);
};

const referenceTo = (caller: Caller, typeName: string, id: string): { readonly $ref?: string } => {
  const uri = locate(caller, typeName, id);
  return uri === undefined ? {} : { $ref: uri };
};

const memberBody = (caller: Caller, { value, type, display }: StoredMember): Attributes => ({
  value,
  ...referenceTo(caller, type, value),
  type,
  ...(display !== null && { display }),
});

const groupBody = (caller: Caller, { groupId, display, isDirect }: GroupOf): Attributes => ({
  value: groupId,
  ...referenceTo(caller, 'Group', groupId),
  ...(display !== null && { display }),
  type: isDirect ? 'direct' : 'indirect',
});

/** How the JSON of a member goes on behind its id, by type: up to the same id at the end of `$ref`, and behind that. */
export type MemberEndings = {
  readonly types: readonly string[];
  readonly references: readonly string[];
  readonly endings: readonly string[];
};

export const memberEndings = ({ baseUrl, directory: { resourceTypes } }: Caller): MemberEndings => ({
  types: resourceTypes.map(({ name }) => name),
  references: resourceTypes.map(({ endpoint }) => `","$ref":${JSON.stringify(`${baseUrl}${endpoint}/`).slice(0, -1)}`),
  endings: resourceTypes.map(({ name }) => `","type":${JSON.stringify(name)}`),
});

const membersBody = (caller: Caller, members: readonly StoredMember[]): readonly Attributes[] =>
  members.map((member) => memberBody(caller, member));

/** Members as a list, or left out when there are none and the directory says so. */
const shownMembers = (caller: Caller, members: readonly StoredMember[] | undefined): Attributes => {
  if (!members) return {};
  const isOmitted = members.length === 0 && caller.directory.settings.membersAfterLastRemoved === 'omit';
  return isOmitted ? {} : { members: membersBody(caller, members) };
};

/** The whole resource as SCIM shows it, before projection: RFC 7643 §3.1. */
export const resourceBody = (
  caller: Caller,
  type: ResourceType,
  resource: StoredResource,
  { members, groups }: Related,
): Attributes => {
  const stored = withReferences(type, resource.attributes, (name, id) => locate(caller, name, id));
  const { schemas, externalId, ...others } = stored;
  return {
    schemas: schemas ?? [type.schema.id],
    id: resource.id,
    ...(externalId !== undefined && { externalId }),
    ...others,
    ...(type.name === 'Group' && shownMembers(caller, members)),
    ...(groups && groups.length > 0 && { groups: groups.map((group) => groupBody(caller, group)) }),
    meta: metaOf(caller, type, resource),
  };
};

const isoTime = (ms: number): string => new Date(ms).toISOString();

const metaOf = (caller: Caller, type: ResourceType, resource: StoredResource): Attributes => ({
  resourceType: type.name,
  created: isoTime(resource.createdAt),
  lastModified: isoTime(resource.modifiedAt),
  location: locationOf(caller, type, resource.id),
  version: etagOf(resource),
});

/**
 * The JSON of a user or a resource of a custom type all of whose stored attributes, `text`, are shown as they are: no
 * parsing, no projection.
 */
export const resourceText = (
  caller: Caller,
  type: ResourceType,
  resource: StoredResource,
  text: string,
  groups: readonly GroupOf[],
): string => {
  const { id, createdAt, modifiedAt } = resource;
  const shown =
    groups.length === 0 ? '' : `"groups":${JSON.stringify(groups.map((group) => groupBody(caller, group)))},`;
  const created = isoTime(createdAt);
  const lastModified = modifiedAt === createdAt ? created : isoTime(modifiedAt);
  return (
    `{"id":"${id}",${text.slice(1, -1)},${shown}"meta":{"resourceType":${JSON.stringify(type.name)},` +
    `"created":"${created}","lastModified":"${lastModified}",` +
    `"location":${JSON.stringify(locationOf(caller, type, id))},"version":${JSON.stringify(etagOf(resource))}}}`
  );
};
