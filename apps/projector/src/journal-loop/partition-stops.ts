import { PartitionStoppedError, type PartitionStopReason } from './partition-stopped-error.js';

/*
 * Per partition:
 *
 *   running  --batch without gap--> running, count 0
 *   running  --gap--> running, count 1: the reader seeks
 *   running  --second gap in a row, another log, newer record--> stopped, until the process starts again
 */
export class PartitionStops {
  readonly #gaps = new Map<number, number>();
  readonly #stopped = new Map<number, PartitionStoppedError>();

  constructor(private readonly onStop: (error: PartitionStoppedError) => void) {}

  /** @throws {PartitionStoppedError} */
  check(partition: number): void {
    const stopped = this.#stopped.get(partition);
    if (stopped) throw stopped;
  }

  noteProgress(partition: number): void {
    this.#gaps.delete(partition);
  }

  /** @throws {PartitionStoppedError} at the second gap in a row */
  noteGap(partition: number, nextOffset: number, foundOffset: number): void {
    const gaps = (this.#gaps.get(partition) ?? 0) + 1;
    this.#gaps.set(partition, gaps);
    if (gaps >= 2) this.stop('GAP', partition, `offset ${nextOffset} is next, but the log goes on at ${foundOffset}`);
  }

  stop(code: PartitionStopReason, partition: number, detail: string): never {
    const error = new PartitionStoppedError(code, partition, detail);
    this.#stopped.set(partition, error);
    this.onStop(error);
    throw error;
  }

  get problem(): string | undefined {
    const [first] = this.#stopped.values();
    return first?.message;
  }

  get stopped(): readonly number[] {
    return [...this.#stopped.keys()];
  }
}
