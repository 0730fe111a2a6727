import type { Histogram, Metrics } from '#runtime';

export type WriteMetrics = {
  readonly append: Histogram;
  readonly verdict: Histogram<'outcome'>;
};

export const writeMetrics = (metrics: Metrics): WriteMetrics => ({
  append: metrics.histogram('rollcall_append_seconds', 'From handing a proposal to the log to its acknowledgement.'),
  verdict: metrics.histogram('rollcall_verdict_seconds', 'From appending a proposal to its verdict.', ['outcome']),
});
