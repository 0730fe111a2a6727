import type { Decider, Decision, DomainEvent, Rejection } from '#domain';

/** What a command came to. `thenExpect` compares whole events in order, or a rejection, or that nothing changes. */
export type Outcome = {
  readonly decision: Decision;
  thenExpect(...expected: readonly DomainEvent[] | readonly [Rejection] | readonly ['unchanged']): void;
};

export type Given<State, Command> = {
  /** What happened before: one version each, an array being several events of one version. Times are version × 1,000. */
  events(...history: readonly (DomainEvent | readonly DomainEvent[])[]): Pick<Given<State, Command>, 'when'> & {
    readonly state: State;
  };
  when(command: Command): Outcome;
};

/** The id of the aggregate in `given`. */
export const GIVEN_ID = '018f0000-0000-7000-8000-00000000000a';

/** `given(directoryDecider).events(created).when({ kind: 'disable' }).thenExpect(disabled)` */
export const given = <State, Command>(decider: Decider<State, Command>): Given<State, Command> => {
  const whenIn = (state: State) => (command: Command) => outcomeOf(decider.decide(state, command));
  return {
    events: (...history) => {
      const state = history.reduce<State>((before, versioned, index) => {
        const place = { id: GIVEN_ID, version: index + 1, time: (index + 1) * 1_000 };
        return [versioned].flat().reduce((at, event) => decider.evolve(at, event, place), before);
      }, decider.initial);
      return { state, when: whenIn(state) };
    },
    when: whenIn(decider.initial),
  };
};

const outcomeOf = (decision: Decision): Outcome => ({
  decision,
  thenExpect: (...expected) => {
    const [first] = expected;
    const actual = decision.kind === 'accepted' ? decision.events : [decision];
    if (first === 'unchanged') expect(actual).toEqual([{ kind: 'unchanged' }]);
    else expect(actual).toEqual(expected);
  },
});
