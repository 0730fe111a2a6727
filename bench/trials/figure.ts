import type { Figure } from '../workload.js';

/** Of single measurements in ms. */
export const figureOf = (latencies: readonly number[], note?: string): Figure => {
  const sorted = [...latencies].sort((a, b) => a - b);
  const quantile = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const total = sorted.reduce((sum, ms) => sum + ms, 0);
  return {
    perSecond: total === 0 ? 0 : (1_000 * sorted.length) / total,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    failed: 0,
    samples: [],
    ...(note !== undefined && { note }),
  };
};
