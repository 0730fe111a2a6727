import type { ResourceType, SchemaDefinition } from '../schema/definition.js';

/** A schema of a resource type; `extension` is its URN in canonical spelling unless it is the core schema. */
export type ResolvedSchema = { readonly schema: SchemaDefinition; readonly extension?: string };

type Entry = ResolvedSchema & { readonly folded: string };
const entriesByType = new WeakMap<ResourceType, readonly Entry[]>();

/** Longest URN first: one schema's URN may be the beginning of another's. */
const entriesOf = (resourceType: ResourceType): readonly Entry[] => {
  const known = entriesByType.get(resourceType);
  if (known) return known;
  const { schema } = resourceType;
  const entries: Entry[] = [
    { schema, folded: schema.id.toLowerCase() },
    ...resourceType.extensions.map((extension) => ({
      schema: extension.schema,
      extension: extension.schema.id,
      folded: extension.schema.id.toLowerCase(),
    })),
  ].sort((left, right) => right.folded.length - left.folded.length);
  entriesByType.set(resourceType, entries);
  return entries;
};

/** The schema a whole URN names, in any case (RFC 7644 §3.10); undefined for any other text. */
export const resolveUrn = (resourceType: ResourceType, urn: string): ResolvedSchema | undefined => {
  const folded = urn.toLowerCase();
  return entriesOf(resourceType).find((entry) => entry.folded === folded);
};

/**
 * Splits `urn:…:User:name.familyName` at the end of a known schema URN. The dot of `2.0` is no separator because only
 * whole known URNs are cut off; a dot after the URN (`urn:…:User.manager`) is an old client habit and means the same.
 */
export const splitUrn = (
  resourceType: ResourceType,
  path: string,
): { readonly schema: ResolvedSchema; readonly rest: string } | undefined => {
  if (!path.includes(':')) return undefined;
  const folded = path.toLowerCase();
  for (const entry of entriesOf(resourceType)) {
    const separator = folded[entry.folded.length];
    if ((separator === ':' || separator === '.') && folded.startsWith(entry.folded)) {
      return { schema: entry, rest: path.slice(entry.folded.length + 1) };
    }
  }
  return undefined;
};
