/** How many requests of each directory are being answered. */
export class InFlight {
  readonly #counts = new Map<string, number>();

  /** @returns false when the directory has as many under way as it may; otherwise `leave` is owed. */
  enter(directoryId: string, { inFlight }: { readonly inFlight: number }): boolean {
    const count = this.#counts.get(directoryId) ?? 0;
    if (count >= inFlight) return false;
    this.#counts.set(directoryId, count + 1);
    return true;
  }

  leave(directoryId: string): void {
    const count = (this.#counts.get(directoryId) ?? 1) - 1;
    if (count > 0) this.#counts.set(directoryId, count);
    else this.#counts.delete(directoryId);
  }
}
