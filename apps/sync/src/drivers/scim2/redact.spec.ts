import { redact, redactPath } from './redact.js';

it('keeps names and drops values, in bodies and in filters', () => {
  const body = {
    schemas: ['urn:x'],
    userName: 'ada@example.com',
    active: false,
    emails: [{ value: 'ada@example.com', primary: true }],
    path: { userName: 'ada' },
  };
  const redacted = JSON.stringify(redact(body));
  expect(redacted).not.toContain('ada');
  expect(JSON.parse(redacted)).toEqual({
    schemas: ['urn:x'],
    userName: '<string>',
    active: false,
    emails: [{ value: '<string>', primary: true }],
    path: { userName: '<string>' },
  });
  expect(redactPath('/Users?filter=userName%20eq%20%22a%5C%22da%22&count=2')).toBe('/Users?filter=userName eq "…"');
});

it('cuts long lists, deep objects and large bodies', () => {
  expect(redact(Array.from({ length: 25 }, () => 1))).toHaveLength(21);
  const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`name${n}`, n]));
  expect(redact(wide)).toEqual({ cut: 'The body is too large to be kept.' });
});
