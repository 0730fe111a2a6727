/** A resource's attributes as JSON, under their schema's spelling; extensions under their URN. */
export type Attributes = { readonly [name: string]: unknown };

/** A group's member as the wire and the read model carry it. `value` is the member's id. */
export type Member = { readonly value: string; readonly type: string; readonly display?: string };

/**
 * What a request does to a group's members, never as a rewritten list: `replace` is turned into a difference against
 * the rows by whoever can read them.
 */
export type MembershipChange =
  | { readonly kind: 'add'; readonly members: readonly Member[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'replace'; readonly members: readonly Member[] };
