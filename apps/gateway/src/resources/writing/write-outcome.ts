import type { StoredResource } from '#read-model';
import type { ScimError } from '#scim';

/** A write that took effect or had nothing to change, with the resource as it now is. */
export type Written = {
  readonly kind: 'written';
  readonly resource: StoredResource;
  readonly isChanged: boolean;
};

export type WriteOutcome = Written | ScimError;
