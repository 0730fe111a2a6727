import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { withDeadline } from './waiting.js';

export type { Counter, Gauge, Histogram } from 'prom-client';

/** Upper bounds in seconds that suit request and batch times, from 1 ms to 10 s. */
const TIME_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A part that is away must not keep the numbers of the others from being read. */
const COLLECT_MS = 2_000;
const tooSlow = () => new Error(`Not collected within ${COLLECT_MS} ms.`);

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
  /** Called before every scrape, to set gauges; a rejection, or 2 s without an end, leaves the gauges as they were. */
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
      await Promise.allSettled(
        collectors.map((collect) => withDeadline(Promise.resolve().then(collect), COLLECT_MS, tooSlow)),
      );
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
