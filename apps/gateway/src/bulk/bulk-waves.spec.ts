import { groupResourceType, parseBulkRequest, planBulk, presetOf, userResourceType } from '#scim';
import { bulkWaves } from './bulk-waves.js';

const settings = presetOf('generic');

const wavesOf = (operations: readonly object[]): readonly (readonly number[])[] => {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: operations };
  const bulk = parseBulkRequest(body, [userResourceType, groupResourceType], { maxOperations: 1_000 });
  if (bulk.kind === 'scim-error') throw new Error(bulk.detail);
  return bulkWaves(planBulk(bulk.operations, 'all'), settings).map((wave) => wave.map(({ index }) => index));
};

const user = (bulkId: string, userName: string, more: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { userName, ...more },
});
const group = (bulkId: string, member: string) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { displayName: bulkId, members: [{ value: `bulkId:${member}` }] },
});
const managedBy = (bulkId: string) => ({
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: `bulkId:${bulkId}` } },
});
const change = (method: string, id: string, data?: object) => ({ method, path: `/Users/${id}`, ...(data && { data }) });

describe('waves of a bulk request', () => {
  it('take creates of different names together, and a name that comes again after them', () => {
    expect(wavesOf([user('1', 'a'), user('2', 'b'), user('3', 'A'), user('4', 'c')])).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('see a name under another spelling of its attribute', () => {
    const other = { ...user('2', ''), data: { USERNAME: 'a' } };
    expect(wavesOf([user('1', 'a'), other])).toEqual([[0], [1]]);
  });

  it('wait for what they refer to', () => {
    expect(wavesOf([group('g', '1'), user('1', 'a')])).toEqual([[1], [0]]);
  });

  it('take together what refers to the same resource', () => {
    const groups = ['g', 'h'].map((bulkId) => group(bulkId, '1'));
    expect(wavesOf([user('1', 'a'), ...groups])).toEqual([[0], [1, 2]]);
  });

  it('make a ring of 300 groups in two times five: all of them, then their members', () => {
    const ring = Array.from({ length: 300 }, (_, n) => group(`g${n}`, `g${(n + 1) % 300}`));
    const waves = wavesOf(ring);
    expect(waves.map((wave) => wave.length)).toEqual([64, 64, 64, 64, 44, 64, 64, 64, 64, 44]);
    expect(new Set(waves.slice(0, 5).flat()).size).toBe(300);
    expect(new Set(waves.slice(5).flat()).size).toBe(300);
  });

  it('keep second steps apart that claim the same value', () => {
    const couple = ['a', 'b'].map((bulkId, at) => user(bulkId, 'same', managedBy(['b', 'a'][at] ?? '')));
    expect(wavesOf(couple)).toEqual([[1], [0], [1], [0]]);
    const others = ['a', 'b'].map((bulkId, at) => user(bulkId, bulkId, managedBy(['b', 'a'][at] ?? '')));
    expect(wavesOf(others)).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('keep replacements in order, one by one, and deletes of one resource apart', () => {
    const operations = [
      change('PUT', 'x', { userName: 'a' }),
      change('PUT', 'y', { userName: 'b' }),
      change('DELETE', 'x'),
      change('DELETE', 'y'),
      change('DELETE', 'x'),
    ];
    expect(wavesOf(operations)).toEqual([[0], [1], [2, 3], [4]]);
  });

  it('are of 64 operations at most', () => {
    const waves = wavesOf(Array.from({ length: 130 }, (_, n) => user(`b${n}`, `u${n}`)));
    expect(waves.map((wave) => wave.length)).toEqual([64, 64, 2]);
  });
});
