/** A node in the order found. Nodes of one circle, which reach one another, have one `circle`: its node that comes last. */
export type Placed = { readonly index: number; readonly circle: number };

/** What is still being walked, innermost last: the node, and how many of its references were followed. */
type Visit = { readonly index: number; next: number };

/** Tarjan's walk, with a stack of its own: a chain of references may be as long as the request. */
class Walk {
  readonly order: number[] = [];
  readonly circleOf = new Map<number, number>();
  /** When a node was met, counted from 0; absent: not yet. */
  readonly #met = new Map<number, number>();
  /** The earliest met of those a node reaches whose circle is not closed. */
  readonly #low = new Map<number, number>();
  readonly #unclosed: number[] = [];

  constructor(private readonly refersTo: readonly (readonly number[])[]) {}

  from(first: number): void {
    if (this.#met.has(first)) return;
    const open: Visit[] = [this.#opened(first)];
    while (open.length > 0) {
      const top = open.at(-1)!;
      const next = this.refersTo[top.index]![top.next++];
      if (next === undefined) this.#close(open.pop()!.index);
      else if (!this.#met.has(next)) open.push(this.#opened(next));
    }
  }

  #opened(index: number): Visit {
    this.#met.set(index, this.#met.size);
    this.#unclosed.push(index);
    return { index, next: 0 };
  }

  #close(index: number): void {
    this.order.push(index);
    const met = this.#met.get(index)!;
    const reached = this.refersTo[index]!.filter((node) => !this.circleOf.has(node));
    const low = reached.reduce((least, node) => Math.min(least, this.#low.get(node) ?? this.#met.get(node)!), met);
    this.#low.set(index, low);
    if (low < met) return;
    for (const node of this.#unclosed.splice(this.#unclosed.lastIndexOf(index))) this.circleOf.set(node, index);
  }
}

/** Every node once, as given, except that what a node refers to comes before it; in a circle one has to come first. */
export const referenceOrder = (refersTo: readonly (readonly number[])[]): readonly Placed[] => {
  const walk = new Walk(refersTo);
  for (const index of refersTo.keys()) walk.from(index);
  return walk.order.map((index) => ({ index, circle: walk.circleOf.get(index)! }));
};
