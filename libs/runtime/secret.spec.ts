import { inspect } from 'node:util';
import { createLogger } from './logger.js';
import { Secret } from './secret.js';

describe('a secret', () => {
  const secret = new Secret('hunter2');

  it('is given only on request', () => {
    expect(secret.reveal()).toBe('hunter2');
  });

  it('does not show in text, JSON or inspection', () => {
    expect([`${secret}`, JSON.stringify([secret]), inspect({ secret }, { showHidden: true, depth: 9 })].join()).toBe(
      '[secret],["[secret]"],{ secret: [secret] }',
    );
  });

  it('does not show in the log', () => {
    const lines: string[] = [];
    const logger = createLogger({ app: 'test', destination: { write: (line) => lines.push(line) } });
    logger.info({ secret, headers: { authorization: 'Bearer hunter2' } }, 'request');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      app: 'test',
      level: 'info',
      msg: 'request',
      secret: '[secret]',
    });
    expect(lines.join()).not.toContain('hunter2');
  });
});
