import { classify } from './classify.js';
import { readRetryAfter } from './retry-after.js';
import type { ScimAnswer } from './scim-client.js';

const answer = (status: number, more: Partial<ScimAnswer & { is: 'answer' }> = {}): ScimAnswer => ({
  is: 'answer',
  status,
  body: undefined,
  retryAfter: undefined,
  etag: undefined,
  ...more,
});
const write = (given: ScimAnswer, asked: 'collection' | 'resource' = 'resource') => classify(given, asked, false, 0);

it.each([200, 201, 204])('takes %i as success', (status) => {
  expect(write(answer(status))).toBeUndefined();
});

it('tells a missing account from a missing endpoint', () => {
  expect(write(answer(404))).toMatchObject({ is: 'vanished' });
  expect(write(answer(404), 'collection')).toMatchObject({ is: 'misconfigured', code: 'no_such_endpoint' });
  expect(write(answer(302))).toMatchObject({ is: 'misconfigured', code: 'redirected' });
});

it('knows which failures may have done the work', () => {
  expect(write(answer(500))).toMatchObject({ is: 'failed', certain: false });
  expect(write(answer(503))).toMatchObject({ is: 'failed', certain: false });
  expect(write(answer(503, { retryAfter: '3' }))).toEqual({ is: 'throttled', status: 503, waitMs: 3_000 });
  expect(write({ is: 'silence', code: 'TIMEOUT', reached: true })).toMatchObject({ is: 'failed', certain: false });
  expect(write({ is: 'silence', code: 'ECONNREFUSED', reached: false })).toMatchObject({ certain: true });
  expect(classify(answer(502), 'collection', true, 0)).toMatchObject({ certain: true });
});

it('names a refusal by its scimType when that is a word', () => {
  expect(write(answer(400, { body: { scimType: 'invalidValue' } }))).toEqual({
    is: 'refused',
    status: 400,
    code: 'invalidValue',
  });
  expect(write(answer(422, { body: { scimType: 'see ada@example.com' } }))).toMatchObject({ code: 'http_422' });
});

it('reads Retry-After in seconds and as a date, within a second and an hour', () => {
  const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
  expect(readRetryAfter('120', now)).toBe(120_000);
  expect(readRetryAfter('Wed, 21 Oct 2026 07:29:00 GMT', now)).toBe(60_000);
  expect(readRetryAfter('0', now)).toBe(1_000);
  expect(readRetryAfter('999999', now)).toBe(3_600_000);
  expect(readRetryAfter('soon', now)).toBeUndefined();
  expect(readRetryAfter(undefined, now)).toBeUndefined();
});
