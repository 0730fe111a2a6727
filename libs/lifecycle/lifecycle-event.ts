/** Types of `rollcall.lifecycle.v1`. Additive: readers ignore types they do not know. */
export type LifecycleType =
  | 'user.created'
  | 'user.updated'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'user.deleted'
  | 'group.created'
  | 'group.updated'
  | 'group.members_added'
  | 'group.members_removed'
  | 'group.deleted'
  | 'resource.created'
  | 'resource.updated'
  | 'resource.deleted'
  | 'directory.created'
  | 'directory.updated'
  | 'directory.disabled'
  | 'directory.enabled'
  | 'target.added'
  | 'target.updated'
  | 'target.paused'
  | 'target.resumed'
  | 'target.resync_requested'
  | 'target.removed';

export type Attributes = { readonly [name: string]: unknown };
export type MemberRef = { readonly value: string; readonly type: string };

/**
 * One event of the lifecycle log, JSON in the record's value. `attributes` is the whole resource *after* the event,
 * as SCIM attributes without `id`, `meta` and group members, so that a reader never has to know what came before.
 */
export type LifecycleEvent = {
  /** uuid v5 of the position: the same at every repeat. */
  readonly id: string;
  readonly type: LifecycleType;
  readonly v: 1;
  /** RFC 3339, effective log time of the decision. */
  readonly time: string;
  readonly directoryId: string;
  readonly resource: { readonly type: string; readonly id: string; readonly version: number };
  /** Top-level attribute names (or extension URNs) that this event changed. */
  readonly changed?: readonly string[];
  readonly attributes?: Attributes;
  /** For `group.members_added` and `group.members_removed`. */
  readonly members?: readonly MemberRef[];
  /** For `directory.*` and `target.*`: settings; secrets stay sealed. */
  readonly data?: Attributes;
  readonly requestId: string;
};
