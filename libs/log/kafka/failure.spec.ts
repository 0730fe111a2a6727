import kafkajs from 'kafkajs';
import { LogError } from '../port.js';
import { toLogError } from './failure.js';

const protocolError = (type: string) =>
  Object.assign(new kafkajs.KafkaJSProtocolError(new Error('said by the broker')), { type });
const afterRetries = (cause: Error) =>
  Object.assign(new kafkajs.KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 3, retryTime: 50 }), { cause });

describe('A failure of the Kafka client', () => {
  it.each([
    ['MESSAGE_TOO_LARGE', 'LOG_RECORD_TOO_LARGE', true],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'LOG_TOPIC_MISSING', false],
    ['TOPIC_AUTHORIZATION_FAILED', 'LOG_NOT_AUTHORISED', false],
    ['NOT_ENOUGH_REPLICAS', 'LOG_UNAVAILABLE', false],
  ] as const)('with %s means %s, also behind retries', (type, code, definite) => {
    expect(toLogError(protocolError(type), false)).toMatchObject({ code, definite });
    expect(toLogError(afterRetries(protocolError(type)), false)).toMatchObject({ code, definite });
  });

  it('to authenticate is told by its class', () => {
    const failure: unknown = Reflect.construct(kafkajs.KafkaJSSASLAuthenticationError, ['no']);
    expect(toLogError(failure, false).code).toBe('LOG_NOT_AUTHORISED');
  });

  it('is not translated twice', () => {
    const known = new LogError('LOG_CLOSED', 'closed', true);
    expect(toLogError(known, false)).toBe(known);
  });

  it('of an unknown kind means that the log is not available', () => {
    expect(toLogError('what?', false)).toMatchObject({ code: 'LOG_UNAVAILABLE', definite: false });
  });
});
