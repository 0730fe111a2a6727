import { segmentsOf } from './request-target.js';

type Route = { readonly segments: readonly string[]; readonly methods: readonly string[] };

/** The routes as they were registered: they tell a wrong method from a wrong address. */
export class KnownRoutes {
  readonly #routes: Route[] = [];

  add(url: string, method: string | readonly string[]): void {
    this.#routes.push({ segments: segmentsOf(url) ?? [], methods: [method].flat() });
  }

  /** Empty when nothing is at this address. */
  methodsAt(path: string): readonly string[] {
    const segments = segmentsOf(path) ?? [];
    const matching = this.#routes.filter((route) => fits(route.segments, segments));
    return [...new Set(matching.flatMap(({ methods }) => methods))].sort();
  }
}

const fits = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, index) => part.startsWith(':') || part === segments[index]);
