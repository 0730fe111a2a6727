const REMEMBERED_MS = 60_000;
const AT_MOST = 10_000;

/** Groups that were seen to have more members than an answer shows whole. Forgotten after a minute: groups shrink, too. */
export class LargeGroups {
  readonly #seenAt = new Map<string, number>();

  has(id: string, now: number): boolean {
    const seenAt = this.#seenAt.get(id);
    if (seenAt === undefined) return false;
    if (now - seenAt <= REMEMBERED_MS) return true;
    this.#seenAt.delete(id);
    return false;
  }

  add(id: string, now: number): void {
    if (this.#seenAt.size >= AT_MOST) this.#seenAt.clear();
    this.#seenAt.set(id, now);
  }
}
