import type { EventPlace } from '../decider.js';
import type { DomainEvent } from '../event.js';
import { upcast } from '../upcast.js';
import type { TargetDefinition } from './events.js';

export type LiveTarget = TargetDefinition & {
  readonly is: 'live';
  readonly version: number;
  readonly isPaused: boolean;
  /** How often a resync was asked for. */
  readonly resync: number;
};

export type TargetState = { readonly is: 'absent' } | LiveTarget | { readonly is: 'deleted' };

/** @throws {EventError} for an event that this release does not know */
export const evolveTarget = (state: TargetState, recorded: DomainEvent, { version }: EventPlace): TargetState => {
  const event = upcast(recorded);
  if (event.type === 'target.added') return { ...event.data, is: 'live', version, isPaused: false, resync: 0 };
  if (state.is !== 'live') return state;
  switch (event.type) {
    case 'target.updated': {
      const { changed: _, ...definition } = event.data;
      return { ...state, ...definition, version };
    }
    case 'target.paused':
      return { ...state, isPaused: true, version };
    case 'target.resumed':
      return { ...state, isPaused: false, version };
    case 'target.resync_requested':
      return { ...state, resync: state.resync + 1, version };
    case 'target.removed':
      return { is: 'deleted' };
    default:
      return state;
  }
};
