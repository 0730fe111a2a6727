import type { Attributes } from '#scim';
import type { EventOf } from '../event.js';

/** `secret` is sealed under the master key, never in the clear. */
export type TargetDefinition = {
  readonly directoryId: string;
  readonly name: string;
  readonly profile: string;
  readonly url: string;
  readonly secret: string;
  readonly settings: Attributes;
};

/** Which directory's targets are concerned, so that no reader needs to look it up. */
export type TargetOrder = { readonly directoryId: string };

export type TargetEvent =
  | EventOf<'target.added', TargetDefinition>
  /** The whole definition after the event. */
  | EventOf<'target.updated', TargetDefinition & { readonly changed: readonly string[] }>
  | EventOf<'target.paused', TargetOrder>
  | EventOf<'target.resumed', TargetOrder>
  | EventOf<'target.resync_requested', TargetOrder>
  | EventOf<'target.removed', TargetOrder>;
