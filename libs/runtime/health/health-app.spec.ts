import { HealthChecks } from '../health-checks.js';
import { createLogger } from '../logger.js';
import { createMetrics } from '../metrics.js';
import { type HealthApp, startHealthApp } from './start-health-app.js';

describe('the health app', () => {
  const health = new HealthChecks();
  const metrics = createMetrics({ processMetrics: false });
  let app: HealthApp;
  let problem: string | undefined;

  beforeAll(async () => {
    health.add('work', async () => problem);
    metrics.counter('things_total', 'Things').inc(3);
    const logger = createLogger({ app: 'test', level: 'silent' });
    app = await startHealthApp({ port: 0, host: '127.0.0.1', health, metrics, logger });
  });
  afterAll(() => app.stop());

  it('is live as long as it answers', async () => {
    const response = await fetch(`${app.url}/health/live`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'live' }]);
  });

  it('is ready only while every check is well, and says which is not', async () => {
    problem = undefined;
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
    problem = 'stands still';
    const response = await fetch(`${app.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, checks: { work: 'stands still' } });
  });

  it('shows metrics as text', async () => {
    const response = await fetch(`${app.url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toContain('things_total 3');
  });
});
