import type { Member } from '../attributes.js';
import { isObject } from '../json/json-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { groupSchema } from '../schema/group.js';
import { lengthProblem } from './limits.js';
import { type Reading, report } from './problem.js';
import { collectionOf, spelledOut } from './reference-complex.js';
import { spelledNames } from './spelled-names.js';

const definition = findAttribute(groupSchema.attributes, 'members') as AttributeDefinition;
const subAttributes = definition.subAttributes ?? [];
const valueDefinition = findAttribute(subAttributes, 'value') as AttributeDefinition;
const displayDefinition = findAttribute(subAttributes, 'display') as AttributeDefinition;

/** Members are kept as rows and travel as changes, apart from the other attributes; only the core group has them. */
export const hasMembers = (resourceType: ResourceType): boolean =>
  resourceType.schema.id.toLowerCase() === groupSchema.id.toLowerCase();

export const isMembersOf = (resourceType: ResourceType, attribute: AttributeDefinition): boolean =>
  attribute.name === definition.name && hasMembers(resourceType);

const memberTypes = new Map(
  findAttribute(subAttributes, 'type')?.canonicalValues?.map((type) => [type.toLowerCase(), type]) ?? [],
);

const typeNamed = (name: unknown): string | undefined =>
  typeof name === 'string' ? memberTypes.get(name.toLowerCase()) : undefined;

const collectionTypes: { readonly [collection: string]: string } = { users: 'User', groups: 'Group' };

const typeFromReference = (uri: unknown): string | undefined =>
  typeof uri === 'string' ? collectionTypes[collectionOf(uri)?.toLowerCase() ?? ''] : undefined;

const readMember = (raw: unknown, reading: Reading, place: string): Member | undefined => {
  const object = spelledOut(raw);
  if (!isObject(object)) return report(reading, place, 'must be an object with the id of a member as `value`');
  const sent = spelledNames(object, (name) => findAttribute(subAttributes, name), reading, place);
  const value = sent.get('value');
  if (typeof value !== 'string' || value === '') {
    return report(reading, `${place}.value`, 'must be the id of a member, as a string');
  }
  const tooLong = lengthProblem(value, valueDefinition, definition);
  if (tooLong) return report(reading, `${place}.value`, tooLong);
  const display = sent.get('display') ?? undefined;
  if (display !== undefined && typeof display !== 'string') {
    return report(reading, `${place}.display`, 'must be a string');
  }
  const displayTooLong = display && lengthProblem(display, displayDefinition, definition);
  if (displayTooLong) return report(reading, `${place}.display`, displayTooLong);
  const type = typeNamed(sent.get('type')) ?? typeFromReference(sent.get('$ref')) ?? 'User';
  return { value, type, ...(display && { display }) };
};

/** One member per `value`; display and type are the last sender's. */
export const foldMembers = (members: Iterable<Member>): Member[] => {
  const byId = new Map<string, Member>();
  for (const member of members) {
    const earlier = byId.get(member.value);
    byId.set(member.value, earlier ? { ...earlier, ...member } : member);
  }
  return [...byId.values()];
};

/**
 * Members as clients write them: a list, one object, or bare ids; null is nobody. `type` is what the client says or what
 * its `$ref` shows, else `User`; whoever looks the id up knows better.
 */
export const readMembers = (raw: unknown, reading: Reading, place: string): Member[] => {
  if (raw === null || raw === undefined || raw === '') return [];
  const list = Array.isArray(raw) ? raw : [raw];
  return foldMembers(list.flatMap((element, at) => readMember(element, reading, `${place}[${at}]`) ?? []));
};
