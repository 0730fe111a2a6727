import type { Attributes } from '#scim';

/**
 * An accepted event with its seal open, as projections see it. `personal` is 'erased' when the subject's key is gone
 * for good, and absent when the event never had any.
 */
export type OpenedEvent = {
  readonly directoryId: string;
  readonly aggregate: { readonly type: string; readonly id: string };
  /** Version of the aggregate after the proposal the event came in. */
  readonly version: number;
  /** Effective log time of the decision, ms. */
  readonly time: number;
  readonly type: string;
  readonly v: number;
  readonly data: Attributes;
  readonly personal?: Attributes | 'erased';
};
