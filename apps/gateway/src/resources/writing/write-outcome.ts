import type { StoredMember, StoredResource } from '#read-model';
import type { ScimError } from '#scim';

/** A write that took effect or had nothing to change, with the resource as it is after it. */
export type Written = {
  readonly kind: 'written';
  readonly resource: StoredResource;
  readonly isChanged: boolean;
  /** All members of a group, where they are not to be read: a repeated creation shows those it came with. */
  readonly members?: readonly StoredMember[];
};

export type WriteOutcome = Written | ScimError;
