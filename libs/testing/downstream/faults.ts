/** What goes wrong at the product. Rates are shares of the requests, 0 to 1. */
export type Faults = {
  /** Does the work, then cuts the connection instead of answering. */
  readonly dropAckRate: number;
  /** Answers 503 without doing the work. */
  readonly status503Rate: number;
  /** Waits before it does the work. */
  readonly delayMs: number;
  /** Accepts requests and never answers. */
  readonly blackHole: boolean;
  /** Answers 429 to everything, with this Retry-After. */
  readonly throttle: { readonly retryAfter: string } | undefined;
  /** Answers everything with this status and an empty SCIM error. */
  readonly refuseAllWith: number | undefined;
  /** Answers 405 to these methods. */
  readonly refuseMethods: readonly string[];
  /** Takes no notice of filters and lists everybody. */
  readonly ignoreFilters: boolean;
  /** Answers 302 to everything. */
  readonly redirectTo: string | undefined;
};

export const noFaults: Faults = {
  dropAckRate: 0,
  status503Rate: 0,
  delayMs: 0,
  blackHole: false,
  throttle: undefined,
  refuseAllWith: undefined,
  refuseMethods: [],
  ignoreFilters: false,
  redirectTo: undefined,
};

/** mulberry32: the same numbers for the same seed, each in [0, 1). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
