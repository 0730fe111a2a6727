import type { Delta } from './delta.js';
import type { OpenedEvent } from './opened-event.js';
import { projectEvent } from './project-event.js';
import { ProjectionError } from './projection-error.js';

export type Projected =
  | { readonly is: 'projected'; readonly events: readonly OpenedEvent[]; readonly deltas: readonly Delta[] }
  /** `error` names code and place and never a value: it is stored and shown. */
  | { readonly is: 'failed'; readonly error: string };

/** Opens and projects the events of one aggregate. A defect in a projection is caught here too: it parks, it never stops. */
export const projectEvents = (open: () => readonly OpenedEvent[]): Projected => {
  try {
    const events = open();
    return { is: 'projected', events, deltas: events.flatMap(projectEvent) };
  } catch (error) {
    if (error instanceof ProjectionError) return { is: 'failed', error: error.message };
    return { is: 'failed', error: `DEFECT ${error instanceof Error ? error.constructor.name : typeof error}` };
  }
};
