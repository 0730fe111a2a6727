import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type { Counter, Gauge, Histogram } from 'prom-client';

/** Upper bounds in seconds that suit request and batch times, from 1 ms to 10 s. */
const TIME_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The metrics of one process. Makers return the existing metric when its name is already known, so parts of one
 * process may share a metric without knowing one another. Names carry their unit: `…_seconds`, `…_total`.
 */
export type Metrics = {
  counter<L extends string = string>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  gauge<L extends string = string>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  histogram<L extends string = string>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>;
  /** Called before every scrape, to set gauges; a rejection leaves the gauges as they were. */
  beforeScrape(collect: () => Promise<void> | void): void;
  /** Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
};

/** @param options.processMetrics false leaves out CPU, memory and event-loop metrics (tests). */
export function createMetrics(options: { readonly processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  const collectors: (() => Promise<void> | void)[] = [];
  if (options.processMetrics !== false) collectDefaultMetrics({ register: registry });
  return {
    counter: <L extends string>(name: string, help: string, labels: readonly L[] = []) =>
      (registry.getSingleMetric(name) as Counter<L> | undefined) ??
      new Counter<L>({ name, help, labelNames: [...labels], registers: [registry] }),
    gauge: <L extends string>(name: string, help: string, labels: readonly L[] = []) =>
      (registry.getSingleMetric(name) as Gauge<L> | undefined) ??
      new Gauge<L>({ name, help, labelNames: [...labels], registers: [registry] }),
    histogram: <L extends string>(name: string, help: string, labels: readonly L[] = [], buckets = TIME_BUCKETS) =>
      (registry.getSingleMetric(name) as Histogram<L> | undefined) ??
      new Histogram<L>({ name, help, labelNames: [...labels], buckets: [...buckets], registers: [registry] }),
    beforeScrape: (collect) => {
      collectors.push(collect);
    },
    text: async () => {
      await Promise.allSettled(collectors.map(async (collect) => collect()));
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
