import { Secret } from '../secret.js';
import { readEnvironment } from './read-environment.js';
import { boolean, hostPorts, int, list, oneOf, secret, string, url } from './variables.js';

const specs = {
  port: int('PORT', { min: 1, max: 65_535 }, { default: 8080 }),
  log: oneOf('LOG', ['postgres', 'kafka'], { default: 'postgres' }),
  database: url('DATABASE_URL', ['postgres', 'postgresql'], { optional: true }),
  brokers: hostPorts('BROKERS', { default: [] }),
  admin: secret('ADMIN_TOKEN', { minLength: 16 }),
  name: string('NAME'),
  tls: boolean('TLS', { default: false }),
  scopes: list('SCOPES', { default: ['all'] }),
};
const enough = { ADMIN_TOKEN: '0123456789abcdef', NAME: 'here' };

function valuesOf(env: Record<string, string | undefined>) {
  const read = readEnvironment(env, specs);
  if (read.is !== 'ok') throw new Error(read.problems.join('\n'));
  return read.values;
}

function problemsOf(env: Record<string, string | undefined>) {
  const read = readEnvironment(env, specs);
  return read.is === 'wrong' ? read.problems : [];
}

describe('reading the environment', () => {
  it('gives defaults for what is not set or blank', () => {
    expect(valuesOf({ ...enough, PORT: ' ', LOG: '' })).toMatchObject({ port: 8080, log: 'postgres', scopes: ['all'] });
    expect(valuesOf(enough).database).toBeUndefined();
  });

  it('gives typed, frozen values for what is set', () => {
    const values = valuesOf({
      ...enough,
      PORT: ' 9000 ',
      LOG: 'kafka',
      DATABASE_URL: 'postgres://u:p@h/db/',
      BROKERS: 'a:9092, [::1]:9093',
      TLS: 'TRUE',
      SCOPES: 'a, b,',
    });
    expect(values).toMatchObject({
      port: 9000,
      log: 'kafka',
      database: 'postgres://u:p@h/db',
      brokers: ['a:9092', '[::1]:9093'],
      tls: true,
      scopes: ['a', 'b'],
    });
    expect(values.admin.reveal()).toBe('0123456789abcdef');
    expect(Object.isFrozen(values)).toBe(true);
  });

  it('names every problem at once, each with variable, value and what would do', () => {
    expect(problemsOf({ PORT: '80x', LOG: 'disk', DATABASE_URL: 'mysql://h', BROKERS: 'a', TLS: 'yes' })).toEqual([
      'PORT is "80x", but must be a whole number from 1 to 65535.',
      'LOG is "disk", but must be postgres or kafka.',
      'DATABASE_URL has an unusable value, but must be a URL that starts with postgres:// or postgresql://.',
      'BROKERS is "a", but must be host:port pairs with commas between them.',
      'ADMIN_TOKEN is not set, but must be a secret of at least 16 characters.',
      'NAME is not set, but must be a text.',
      'TLS is "yes", but must be true, false, 1 or 0.',
    ]);
  });

  it.each(['PORT=0', 'PORT=65536', 'PORT=1.5', 'PORT=1e3', 'BROKERS=a:0', 'BROKERS=a:65536', 'BROKERS=a:1,b'])(
    'refuses %s',
    (assignment) => {
      const [variable = '', text = ''] = assignment.split('=');
      expect(problemsOf({ ...enough, [variable]: text })).toHaveLength(1);
    },
  );

  it('never echoes a secret or a URL that may hold a password', () => {
    const problems = problemsOf({ ...enough, ADMIN_TOKEN: 'short-hunter2', DATABASE_URL: 'x://me:hunter2@h' });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('hands secrets over so that they do not print', () => {
    const { admin } = valuesOf(enough);
    expect(admin).toBeInstanceOf(Secret);
    expect(`${admin}${JSON.stringify({ admin })}`).toBe('[secret]{"admin":"[secret]"}');
  });
});
