/** A reader in a group. `own` is told the full set of its partitions at every change. */
export type Member = { readonly own: (partitions: readonly number[]) => void };

/** Shares partitions among members round robin, in the order they joined. Settles at once: nobody has to confirm. */
export class Group {
  readonly #members: Member[] = [];
  /** Settles when the last owner of a partition has stopped working on it. */
  readonly #released = new Map<number, Promise<void>>();

  constructor(private readonly partitions: number) {}

  join(member: Member): void {
    this.#members.push(member);
    this.#share();
  }

  leave(member: Member): void {
    this.#members.splice(this.#members.indexOf(member), 1);
    this.#share();
  }

  /** Runs `work` on a partition once its former owner has ended. */
  take(partition: number, work: () => Promise<void>): Promise<void> {
    const before = this.#released.get(partition) ?? Promise.resolve();
    const ended = before.then(work);
    this.#released.set(
      partition,
      ended.catch(() => undefined),
    );
    return ended;
  }

  #share(): void {
    const all = Array.from({ length: this.partitions }, (_, partition) => partition);
    const members = [...this.#members];
    members.forEach((member, place) => {
      member.own(all.filter((partition) => partition % members.length === place));
    });
  }
}
