import type { ProjectorStatements } from '#read-model';
import type { Attributes } from '#scim';

/** Rows as the write statements take them: columns of the generation's tables. */
export type ResourceKeyRow = { readonly directory_id: string; readonly type: string; readonly id: string };

export type DeletedRow = ResourceKeyRow & { readonly deleted_at: number };

/** Of writes of one resource in one batch, what the last one no longer tells: whose deletion took a manager from it before. */
export type Superseded = {
  /** How many deletions of the batch came before its first write: the manager it had until then may be among them. */
  readonly deletions: number;
  /** Managers that earlier writes of the batch named and whom nothing in it deletes before the next write. */
  readonly managers: readonly string[];
  /** How many others they named. */
  readonly lost: number;
};

export type ResourceRow = ResourceKeyRow & {
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly user_name_key: string | null;
  readonly external_id: string | null;
  readonly display_name_key: string | null;
  readonly email_keys: readonly string[];
  readonly manager_id: string | null;
  readonly doc: Attributes;
  readonly superseded?: Superseded;
};

export type TouchedRow = ResourceKeyRow & { readonly version: number; readonly modified_at: number };

export type MemberKeyRow = { readonly directory_id: string; readonly group_id: string; readonly member_id: string };
export type MemberRow = MemberKeyRow & { readonly member_type: string; readonly display: string | null };

/** Rare changes, of directories and targets: a statement each, run in the order of the events. */
export type Step = { readonly statement: keyof ProjectorStatements; readonly values: readonly unknown[] };

/** What one event changes in the read model. A projection gives any number of these and touches nothing itself. */
export type Delta =
  | { readonly kind: 'put-resource'; readonly row: ResourceRow }
  | { readonly kind: 'touch-resource'; readonly row: TouchedRow }
  | { readonly kind: 'delete-resource'; readonly row: DeletedRow }
  | { readonly kind: 'add-members'; readonly rows: readonly MemberRow[] }
  | { readonly kind: 'remove-members'; readonly rows: readonly MemberKeyRow[] }
  | { readonly kind: 'step'; readonly step: Step };
