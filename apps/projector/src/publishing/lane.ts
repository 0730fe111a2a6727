import { isAfter, type Position } from '#lifecycle';
import type { Publishable } from './publishable.js';

const MAX_EVENTS = 2_000;
const MAX_BYTES = 4_000_000;

/** The events of one committed batch: all there are of the journal's offsets from `fromOffset` up to `nextOffset`. */
export type Committed = {
  readonly fromOffset: number;
  readonly nextOffset: number;
  readonly events: readonly Publishable[];
};

/*
 * What one partition has yet to publish, as far as it is in memory.
 *
 *   behind   the table may hold events that are not in the queue: the table is read
 *   abreast  every event of offsets below `covered` is published or in the queue, in order
 *
 *   behind  --the table was read to its end, having been judged up to `covered` before--> abreast
 *   abreast --batch that begins at or below `covered`--> abreast, its events queued
 *   abreast --batch beyond `covered`: another process committed in between; or the database says so; or the queue is
 *             full, the partition lost, another generation in use, a send failed--> behind, queue empty
 */
export class Lane {
  isDirty = false;
  running: Promise<void> | undefined;
  #queue: Publishable[] = [];
  #bytes = 0;
  #covered: number | undefined;
  #last: Position | undefined;

  /** @param nextOffset up to where the partition has been judged, by whomever */
  isBehind(nextOffset: number): boolean {
    return this.#covered === undefined || this.#covered < nextOffset;
  }

  offer({ fromOffset, nextOffset, events }: Committed): void {
    if (this.#covered === undefined || nextOffset <= this.#covered) return;
    if (fromOffset > this.#covered) {
      this.fallBehind();
      return;
    }
    this.#covered = nextOffset;
    this.#queue.push(...events);
    this.#bytes += sizeOf(events);
    if (this.#queue.length > MAX_EVENTS || this.#bytes > MAX_BYTES) this.fallBehind();
  }

  fallBehind(): void {
    this.#queue = [];
    this.#bytes = 0;
    this.#covered = undefined;
  }

  /** To be called before the table is read: what is committed from `nextOffset` on is then kept. */
  catchUp(nextOffset: number): void {
    this.fallBehind();
    this.#covered = nextOffset;
  }

  /** What is queued beyond the last published event. */
  queued(): readonly Publishable[] {
    this.#dropPublished();
    return this.#queue;
  }

  published(last: Position): void {
    this.#last = last;
    this.#dropPublished();
  }

  #dropPublished(): void {
    const last = this.#last;
    if (last === undefined) return;
    const first = this.#queue.findIndex((event) => isAfter(event, last));
    this.#queue = first === -1 ? [] : this.#queue.slice(first);
    this.#bytes = sizeOf(this.#queue);
  }
}

const sizeOf = (events: readonly Publishable[]): number => events.reduce((sum, { bytes }) => sum + bytes, 0);
