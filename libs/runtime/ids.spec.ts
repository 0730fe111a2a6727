import { derivedId, newId } from './ids.js';

describe('newId', () => {
  it('makes distinct version 7 ids that ascend, also within one millisecond', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    );
  });

  it('begins with the current time', () => {
    const ms = Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16);
    expect(Math.abs(ms - Date.now())).toBeLessThan(2_000);
  });
});

describe('derivedId', () => {
  const dnsNamespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

  it('gives the version 5 id of the RFC 9562 example', () => {
    expect(derivedId(dnsNamespace, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('depends on both namespace and name', () => {
    expect(derivedId(dnsNamespace, 'a')).not.toBe(derivedId(dnsNamespace, 'b'));
    expect(derivedId(newId(), 'a')).not.toBe(derivedId(dnsNamespace, 'a'));
  });
});
