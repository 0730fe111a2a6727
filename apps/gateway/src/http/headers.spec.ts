import { bearerTokenOf } from './bearer.js';
import { answerTypeFor, charsetOf, excludesJson, mediaTypeOf } from './media-type.js';
import { preferenceOf } from './prefer.js';
import { requestIdOf } from './request-id.js';

describe('request headers', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer   abc  ', 'abc'],
    ['BEARER abc', 'abc'],
    ['Basic abc', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    [undefined, undefined],
  ])('240, 242: of Authorization %j the token is %j', (header, token) => {
    expect(bearerTokenOf(header)).toBe(token);
  });

  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/scim+json', false],
    ['text/html, application/json;q=0.5', false],
    ['text/html', true],
    ['application/json;q=0', true],
    ['application/xml, */*;q=0.0', true],
  ])('247: Accept %j excludes JSON: %j', (accept, excludes) => {
    expect(excludesJson(accept)).toBe(excludes);
  });

  it.each([
    [undefined, 'application/scim+json'],
    ['application/json', 'application/json'],
    ['Application/JSON;q=0.5', 'application/json'],
    ['application/json, application/scim+json;q=0', 'application/json'],
    ['application/json, text/plain, */*', 'application/scim+json'],
    ['application/json, application/scim+json', 'application/scim+json'],
    ['text/html', 'application/scim+json'],
  ])('246: to Accept %j the answer is %s where that is up to the client', (accept, type) => {
    expect(answerTypeFor(accept)).toBe(type);
  });

  it('248: reads a media type in any case, apart from its parameters', () => {
    expect(mediaTypeOf('Application/SCIM+json; charset="UTF-8"')).toBe('application/scim+json');
    expect(charsetOf('application/json; charset="UTF-8"')).toBe('utf-8');
    expect(mediaTypeOf(' ')).toBeUndefined();
  });

  it('reads the return preference wherever it stands', () => {
    expect(preferenceOf('respond-async, Return="minimal"; foo')).toBe('minimal');
    expect(preferenceOf('return=representation')).toBe('representation');
    expect(preferenceOf('handling=strict')).toBeUndefined();
  });

  it('repeats a request id only when it is fit for a header, a log and a journal', () => {
    expect(requestIdOf('abc-123')).toBe('abc-123');
    for (const unfit of ['', 'a b', 'a\nb', 'x'.repeat(129), ['a', 'b']]) {
      expect(requestIdOf(unfit)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
