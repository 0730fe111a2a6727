/** State of one object after a batch: a row of `src_object`. */
export type FoldedObject = {
  readonly directory_id: string;
  readonly kind: string;
  readonly object_id: string;
  readonly version: number;
  readonly doc: Readonly<Record<string, unknown>>;
  readonly active: boolean;
  readonly is_deleted: boolean;
  readonly event_id: string;
  readonly request_id: string;
  readonly occurred_at: string;
};

/** State of one membership after a batch: a row of `src_member`. */
export type FoldedMember = {
  readonly directory_id: string;
  readonly group_id: string;
  readonly member_id: string;
  readonly member_kind: string;
  readonly version: number;
  readonly is_present: boolean;
};

export type TargetSettings = Readonly<Record<string, unknown>>;
export type OnDelete = 'delete' | 'deactivate' | 'leave';

/** What an event says about a target. Absent: as it was. */
export type TargetChange = {
  readonly directoryId?: string;
  readonly name?: string;
  readonly profile?: string;
  readonly baseUrl?: string;
  /** Still sealed, for the place `target/<id>`. */
  readonly sealedSecret?: string;
  readonly settings?: TargetSettings;
};

export type TargetOrder = {
  readonly id: string;
  readonly version: number;
  readonly kind: 'added' | 'updated' | 'paused' | 'resumed' | 'resync_requested' | 'removed';
  readonly change: TargetChange;
};

/** What a batch comes to. Objects and members once each, at their last state; orders in the order they were given. */
export type Fold = {
  readonly objects: readonly FoldedObject[];
  readonly members: readonly FoldedMember[];
  readonly orders: readonly TargetOrder[];
};
