import { HealthChecks } from './health-checks.js';

describe('health checks', () => {
  it('are ready when every check is well', async () => {
    const health = new HealthChecks();
    health.add('database', async () => undefined);
    expect(await health.report()).toEqual({ ready: true, checks: { database: 'ok' } });
  });

  it('name what is wrong, the code of what throws and what does not answer, beside what is well', async () => {
    const health = new HealthChecks(5);
    health.add('well', async () => undefined);
    health.add('wrong', async () => 'The journal is 3 s behind.');
    health.add('broken', () => {
      throw Object.assign(new Error('connect to 10.0.0.7 refused'), { code: 'ECONNREFUSED' });
    });
    health.add('silent', () => new Promise(() => undefined));
    expect(await health.report()).toEqual({
      ready: false,
      checks: {
        well: 'ok',
        wrong: 'The journal is 3 s behind.',
        broken: 'failed (ECONNREFUSED)',
        silent: 'no answer within 5 ms',
      },
    });
  });
});
