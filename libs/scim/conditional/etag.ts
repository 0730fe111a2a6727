/** `meta.version` and the ETag header: the weak tag of a resource's version number. RFC 7644 §3.14, RFC 9110 §8.8.3. */
export const etagOf = (version: number): string => `W/"${version}"`;

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

export const matchesVersion = (condition: EntityTags, version: number): boolean =>
  condition.is === 'any' || condition.tags.includes(String(version));
