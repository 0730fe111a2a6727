type Seen = { nextOffset: number; effectiveTime: number };
type Mark = { readonly end: number; readonly at: number };

/**
 * What this process knows of each partition: how far the projector has come, and since when it has been behind.
 *
 * Lag is time, not records: `first` is the oldest end of the log that was seen and is not yet reached, `last` the
 * newest. When `first` is reached, `last` takes its place, so the lag told is at most one observation too small.
 */
export class PartitionProgress {
  readonly #seen = new Map<number, Seen>();
  readonly #behind = new Map<number, { first: Mark; last: Mark }>();

  constructor(readonly partitions: number) {}

  /** Both only ever move forward; a reading that was overtaken changes nothing. */
  saw(partition: number, nextOffset: number, effectiveTime: number): void {
    const seen = this.#seen.get(partition) ?? { nextOffset: 0, effectiveTime: 0 };
    seen.nextOffset = Math.max(seen.nextOffset, nextOffset);
    seen.effectiveTime = Math.max(seen.effectiveTime, effectiveTime);
    this.#seen.set(partition, seen);
    const behind = this.#behind.get(partition);
    if (!behind || seen.nextOffset < behind.first.end) return;
    if (seen.nextOffset >= behind.last.end) this.#behind.delete(partition);
    else behind.first = behind.last;
  }

  sawEnd(partition: number, end: number, at: number): void {
    if (end <= this.nextOffset(partition)) return;
    const mark = { end, at };
    const behind = this.#behind.get(partition);
    if (!behind) this.#behind.set(partition, { first: mark, last: mark });
    else if (end > behind.last.end) behind.last = mark;
  }

  nextOffset(partition: number): number {
    return this.#seen.get(partition)?.nextOffset ?? 0;
  }

  effectiveTime(partition: number): number {
    return this.#seen.get(partition)?.effectiveTime ?? 0;
  }

  lagMs(partition: number, now: number): number {
    const behind = this.#behind.get(partition);
    return behind ? Math.max(0, now - behind.first.at) : 0;
  }

  greatestLagMs(now: number): number {
    return Math.max(0, ...[...this.#behind.keys()].map((partition) => this.lagMs(partition, now)));
  }
}
