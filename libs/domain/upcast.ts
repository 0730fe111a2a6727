import type { DomainEvent } from './event.js';
import { EventError } from './event-error.js';
import { type EventType, eventShapes, type KnownEvent } from './event-shapes.js';

/** From one version of a type to the next. Pure, and kept for ever: events of every version are on the journal. */
type Upcaster = (event: DomainEvent) => DomainEvent;

/**
 * By `<type>.v<version it takes>`. To change the form of an event: raise its version in `event-shapes.ts`, add the step
 * from the old one here, and leave the old golden file where it is.
 */
const upcasters: Readonly<Record<string, Upcaster>> = {};

/**
 * The event in its present form, whatever version it was written in.
 *
 * @throws {EventError} EVENT_UNKNOWN, EVENT_MALFORMED
 */
export const upcast = (recorded: DomainEvent): KnownEvent => {
  let event = recorded;
  if (!isEventType(event.type)) throw new EventError('EVENT_UNKNOWN', `There is no event type ${event.type}.`);
  const { v, data } = eventShapes[event.type];
  while (event.v < v) {
    const step = upcasters[`${event.type}.v${event.v}`];
    if (!step) break;
    event = step(event);
  }
  if (event.v !== v) throw new EventError('EVENT_UNKNOWN', `There is no version ${event.v} of ${event.type}.`);
  for (const [name, check] of Object.entries(data)) {
    if (!check(event.data[name])) throw new EventError('EVENT_MALFORMED', `${event.type} has no proper ${name}.`);
  }
  return event as KnownEvent;
};

const isEventType = (type: string): type is EventType => Object.hasOwn(eventShapes, type);
