import { errorFields } from './error-fields.js';
import { createLogger } from './logger.js';

describe('an error in the log', () => {
  it('shows class, code, message and frames, and those of its cause', () => {
    const cause = Object.assign(new TypeError('inner'), { code: 'ECONNREFUSED' });
    expect(errorFields(new Error('outer', { cause }))).toEqual({
      type: 'Error',
      message: 'outer',
      stack: expect.stringMatching(/^ {4}at /),
      cause: { type: 'TypeError', code: 'ECONNREFUSED', message: 'inner', stack: expect.any(String) },
    });
  });

  it('shows no value that a database quotes', () => {
    const lines: string[] = [];
    const logger = createLogger({ app: 'test', destination: { write: (line) => void lines.push(line) } });
    const refused = Object.assign(new Error('invalid input syntax for type uuid: "ada@example.com"'), {
      code: '22P02',
      detail: 'Failing row contains (ada@example.com).',
      where: "portal parameter $1 = 'ada@example.com'",
    });
    logger.error({ err: refused }, 'batch_failed');
    logger.error({ err: new Error('wrapped', { cause: refused }) }, 'batch_failed');
    expect(lines.join('')).not.toContain('ada@example.com');
    expect(lines.join('')).toContain('SQLSTATE 22P02');
  });

  it('ends with errors that are their own cause, and with what is no error', () => {
    const circular = new Error('round');
    circular.cause = circular;
    expect(JSON.stringify(errorFields(circular)).match(/round/g)).toHaveLength(4);
    expect(errorFields('ada@example.com')).toEqual({ type: 'string', message: 'Not an Error was thrown.' });
  });
});
