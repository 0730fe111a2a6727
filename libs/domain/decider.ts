import type { Decision } from './decision.js';
import type { DomainEvent } from './event.js';

/** Where an accepted event stands: its aggregate, the version after it, and the effective log time of its record (ms). */
export type EventPlace = { readonly id: string; readonly version: number; readonly time: number };

/** The three pure functions of an aggregate. `decide` looks at state only; what it needs of clock and chance is in the command. */
export type Decider<State, Command> = {
  readonly initial: State;
  decide(state: State, command: Command): Decision;
  evolve(state: State, event: DomainEvent, place: EventPlace): State;
};
