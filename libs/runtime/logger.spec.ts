import { createLogger } from './logger.js';

const lines: Record<string, unknown>[] = [];
const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
const refused = (code: string) => Object.assign(new Error('refused'), { code });

beforeEach(() => lines.splice(0));

describe('the logger', () => {
  it('tells the same failure of a part once, not at every attempt', () => {
    const logger = createLogger({ app: 'test', destination });
    for (let attempt = 0; attempt < 50; attempt += 1) logger.warn({ err: refused('ECONNREFUSED') }, 'part is away');
    logger.warn({ err: refused('ETIMEDOUT') }, 'part is away');
    logger.child({ part: 'other' }).warn({ err: refused('ECONNREFUSED') }, 'other part is away');
    expect(lines.map(({ msg, err }) => [msg, (err as { code: string }).code])).toEqual([
      ['part is away', 'ECONNREFUSED'],
      ['part is away', 'ETIMEDOUT'],
      ['other part is away', 'ECONNREFUSED'],
    ]);
  });

  it('tells every defect and every event', () => {
    const logger = createLogger({ app: 'test', destination });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      logger.error({ err: new TypeError('defect') }, 'failed');
      logger.info({ attempt }, 'done');
    }
    expect(lines).toHaveLength(6);
  });
});
