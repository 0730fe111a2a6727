import type { Accepted } from '#domain';
import type { Actor, AggregateRef } from '#journal';

/** What was decided, and on whom: everything a proposal needs that proposing does not know itself. */
export type Draft = {
  readonly commandId: string;
  readonly directoryId: string;
  readonly aggregate: AggregateRef;
  readonly decision: Accepted;
  /** The aggregate's own data key; absent for aggregates without personal data. */
  readonly subjectKey?: Buffer;
  readonly actor: Actor;
  readonly requestId: string;
};
