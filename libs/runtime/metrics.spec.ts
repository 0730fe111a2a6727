import { createMetrics } from './metrics.js';

describe('metrics', () => {
  it('show as Prometheus text, each under its one name', async () => {
    const metrics = createMetrics({ processMetrics: false });
    metrics.counter('requests_total', 'Requests.', ['method']).inc({ method: 'GET' });
    metrics.counter('requests_total', 'Requests.', ['method']).inc({ method: 'GET' });
    metrics.histogram('request_seconds', 'Time.').observe(0.02);
    expect(await metrics.text()).toContain('requests_total{method="GET"} 2');
    expect(await metrics.text()).toContain('request_seconds_bucket{le="0.025"} 1');
  });

  it('set gauges before a scrape and survive a collector that fails', async () => {
    const metrics = createMetrics({ processMetrics: false });
    metrics.beforeScrape(async () => {
      throw new Error('database away');
    });
    metrics.beforeScrape(() => metrics.gauge('lag', 'Lag.').set(3));
    expect(await metrics.text()).toContain('lag 3');
  });
});
