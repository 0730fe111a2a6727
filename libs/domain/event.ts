import type { Attributes } from '#scim';

/**
 * A domain event before it is sealed. `data` may be read in the clear on the journal; `personal` is sealed under the
 * aggregate's own key and holds everything that could name a person.
 */
export type DomainEvent = {
  readonly type: string;
  readonly v: number;
  readonly data: Attributes;
  /** Absent where an event has none, and everywhere once the subject's key is erased. */
  readonly personal?: Attributes;
};

/** An event of a known type in its present form. */
export type EventOf<Type extends string, Payload extends Attributes> = {
  readonly type: Type;
  readonly v: 1;
  readonly data: Payload;
  readonly personal?: Attributes;
};

/** An event without payload. */
export type Nothing = { readonly [name: string]: never };
