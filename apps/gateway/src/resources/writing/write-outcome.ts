import type { StoredMember, StoredResource } from '#read-model';
import type { Attributes, ResourceType, ScimError } from '#scim';

/** A write that took effect or had nothing to change, with the resource as it is after it. */
export type Written = {
  readonly kind: 'written';
  readonly resource: StoredResource;
  readonly isChanged: boolean;
  /** All members of a group, where they are not to be read: a repeated creation shows those it came with. */
  readonly members?: readonly StoredMember[];
};

export type WriteOutcome = Written | ScimError;

/** @param before what is known of the resource before the write; nothing when that created it */
export const written = (
  type: ResourceType,
  id: string,
  attributes: Attributes,
  { version, effectiveTime }: { readonly version: number; readonly effectiveTime: number },
  before?: Pick<StoredResource, 'createdAt'> & Partial<Pick<StoredResource, 'cascades' | 'modifiedAt'>>,
): Written => ({
  kind: 'written',
  isChanged: true,
  resource: {
    type: type.name,
    id,
    version,
    cascades: before?.cascades ?? 0,
    createdAt: before?.createdAt ?? effectiveTime,
    modifiedAt: Math.max(before?.modifiedAt ?? 0, effectiveTime),
    attributes,
  },
});
