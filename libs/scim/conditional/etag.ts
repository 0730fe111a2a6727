/** What an entity tag tells apart: changes of the resource, and changes of what is shown of it because others went. */
export type Tagged = {
  readonly version: number;
  /** How often the deletion of a member or of the manager took it out of the resource. */
  readonly cascades: number;
};

const opaqueTag = ({ version, cascades }: Tagged): string => (cascades === 0 ? `${version}` : `${version}.${cascades}`);

/** `meta.version` and the ETag header: a weak tag. RFC 7644 §3.14, RFC 9110 §8.8.3. */
export const etagOf = (resource: Tagged): string => `W/"${opaqueTag(resource)}"`;

/** The condition of an If-Match or If-None-Match header; tags are opaque texts, compared weakly. */
export type EntityTags = { readonly is: 'any' } | { readonly is: 'listed'; readonly tags: readonly string[] };

/**
 * Reads `"*" / #entity-tag`; entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE.
 * Clients also send the tag without its quotes; what is between commas then counts as the opaque text. `W/` is dropped:
 * SCIM's tags are weak and RFC 7644 §3.14 compares them in If-Match all the same.
 */
export const parseEntityTags = (header: string): EntityTags => {
  const text = header.trim();
  if (text === '*') return { is: 'any' };
  const tags: string[] = [];
  for (let at = 0; at < text.length; ) {
    const start = /^W\//i.test(text.slice(at, at + 2)) ? at + 2 : at;
    const isQuoted = text[start] === '"';
    const found = text.indexOf(isQuoted ? '"' : ',', start + (isQuoted ? 1 : 0));
    const end = found < 0 ? text.length : found;
    const tag = text.slice(isQuoted ? start + 1 : start, end).trim();
    if (tag !== '' || isQuoted) tags.push(tag);
    at = end + 1;
    while (text[at] === ',' || text[at] === ' ' || text[at] === '\t') at++;
  }
  return { is: 'listed', tags };
};

export const matchesTag = (condition: EntityTags, resource: Tagged): boolean =>
  condition.is === 'any' || condition.tags.includes(opaqueTag(resource));
