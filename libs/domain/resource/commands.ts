import type { Attributes, Member } from '#scim';

/** Ids with the type of what they point at. */
export type MemberRef = { readonly value: string; readonly type: string };

/** Members that are there already, or not there, may be named: adding and removing have set semantics. */
export type MembershipDelta = { readonly add: readonly Member[]; readonly remove: readonly MemberRef[] };

export type CreateResource = {
  readonly kind: 'create';
  readonly id: string;
  /** As they are to be stored: without id, meta and members. */
  readonly attributes: Attributes;
  readonly members?: readonly Member[];
};

/** The attributes as they are to be after it. `membership` is a difference against the rows of this very version. */
export type ReplaceResource = {
  readonly kind: 'replace';
  readonly attributes: Attributes;
  readonly ifVersion?: number;
  readonly membership?: MembershipDelta;
  /** Makes a new version of what stays as it was, too. */
  readonly evenUnchanged?: boolean;
};

/** Commutes with every other change of the group, so it is never refused for a version unless `ifVersion` asks for it. */
export type ChangeMembers = MembershipDelta & { readonly kind: 'change-members'; readonly ifVersion?: number };

export type DeleteResource = { readonly kind: 'delete'; readonly ifVersion?: number };

export type ResourceCommand = CreateResource | ReplaceResource | ChangeMembers | DeleteResource;
