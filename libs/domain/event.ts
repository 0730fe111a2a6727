import type { Attributes } from '#scim';

/**
 * A domain event before it is sealed. `data` may be read in the clear on the journal; `personal` is sealed under the
 * aggregate's own key and holds everything that could name a person.
 */
export type DomainEvent = {
  readonly type: string;
  readonly v: number;
  readonly data: Attributes;
  readonly personal?: Attributes;
};
