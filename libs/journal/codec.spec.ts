import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { decodeRecord, encodeRecord, type WireRecord } from './codec.js';
import type { JournalRecord, Proposal } from './proposal.js';

type Golden = { readonly headers: Record<string, string>; readonly value: string };

const kinds = ['proposal', 'proposal-of-parts', 'part', 'noop', 'control'] as const;
const goldenOf = (kind: string): Golden =>
  JSON.parse(readFileSync(new URL(`./golden/${kind}.json`, import.meta.url), 'utf8'));
const wireOf = ({ headers, value }: Golden): WireRecord => ({ headers, value: Buffer.from(value, 'utf8') });
const wireOfValue = (value: string | Uint8Array, headers: Record<string, string> = {}): WireRecord => {
  const bytes = Buffer.from(value);
  return { headers: { m: 'rj1', d: crc32(bytes).toString(16).padStart(8, '0'), ...headers }, value: bytes };
};

const proposal = decodeRecord(wireOf(goldenOf('proposal'))) as Proposal;
/** The proposal with one member replaced, encoded with all headers right. */
const variant = (changes: Record<string, unknown>): WireRecord => {
  const record = { ...proposal, ...changes };
  return wireOfValue(JSON.stringify(record), { c: record.commandId });
};
const event = (changes: Record<string, unknown>): WireRecord =>
  variant({ events: [{ ...proposal.events[0], ...changes }] });

describe('the wire form of a journal record', () => {
  it.each(kinds)('of kind %s never changes: the golden bytes decode and encode to themselves', (kind) => {
    const golden = goldenOf(kind);
    const record = decodeRecord(wireOf(golden));
    expect(record).toMatchObject({ kind: kind === 'proposal-of-parts' ? 'proposal' : kind });
    const encoded = encodeRecord(record as JournalRecord, golden.headers['traceparent']);
    expect({ headers: encoded.headers, value: Buffer.from(encoded.value).toString('utf8') }).toEqual(golden);
  });

  it('allows members that this release does not know', () => {
    expect(decodeRecord(variant({ addedLater: { a: 1 } }))).toMatchObject({ kind: 'proposal' });
  });
});

describe('what is not a record', () => {
  const foreign = { kind: 'foreign', problem: expect.any(String) };

  it.each([
    ['no headers', { headers: {}, value: Buffer.from('{}') }],
    ['another magic', wireOfValue('{}', { m: 'sj1' })],
    ['a wrong checksum', wireOfValue('{}', { d: '00000000' })],
    ['no checksum', { headers: { m: 'rj1' }, value: Buffer.from('{}') }],
    ['no JSON', wireOfValue('{')],
    ['bytes that are not UTF-8', wireOfValue(Buffer.of(0x22, 0xff, 0x22))],
    ['a byte order mark', wireOfValue('\ufeff{"kind":"noop","format":1,"rules":1}')],
    ['a number', wireOfValue('1')],
    ['a list', wireOfValue('[]')],
    ['an unknown kind', wireOfValue('{"kind":"toString","format":1,"rules":1}')],
    ['no format', wireOfValue('{"kind":"noop","rules":1}')],
    ['another commandId in its header', wireOfValue(JSON.stringify(proposal), { c: proposal.directoryId })],
    ['no commandId in its header', wireOfValue(JSON.stringify(proposal))],
  ])('%s is foreign', (_, wire) => {
    expect(decodeRecord(wire)).toEqual(foreign);
  });

  it.each([
    ['commandId', 'x'],
    ['directoryId', proposal.directoryId.toUpperCase().replace('0', 'F')],
    ['notAfter', -1],
    ['notAfter', 1.5],
    ['aggregate', { type: 'User' }],
    ['aggregate', { type: 'User\u0000', id: proposal.aggregate.id }],
    ['expect', { is: 'version' }],
    ['expect', { is: 'version', version: 0 }],
    ['expect', { is: 'anything' }],
    ['claims', { userName: ['k'] }],
    ['claims', { 'userName/1': 'k' }],
    ['claims', { 'userName/1': ['a/b'] }],
    ['claims', 'release'],
    ['claims', null],
    ['deletes', false],
    ['events', []],
    ['events', {}],
    ['parts', 0],
    ['occurredAt', '1'],
    ['actor', { kind: 'token' }],
    ['actor', { kind: 'nobody' }],
    ['requestId', ''],
    ['requestId', 'a\nb'],
  ])('a proposal whose %s is %j is foreign', (name, value) => {
    expect(decodeRecord(variant({ [name]: value }))).toEqual(foreign);
  });

  it.each([
    ['NUL in a text', { data: { a: ['b\u0000'] } }],
    ['NUL in a name', { data: { 'a\u0000': 1 } }],
    ['half a surrogate pair', { data: { a: '\ud83e' } }],
    ['data that is a list', { data: [] }],
    ['no version', { v: 0 }],
    ['a type with a space', { type: 'user created' }],
    ['sealed that is not base64', { sealed: '*' }],
  ])('an event with %s makes its proposal foreign', (_, changes) => {
    expect(decodeRecord(event(changes))).toEqual(foreign);
  });

  it('depth beyond measure is foreign, and does not exhaust the stack', () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const value = JSON.stringify(proposal).replace('"data":{', `"data":{"deep":${deep},`);
    expect(decodeRecord(wireOfValue(value, { c: proposal.commandId }))).toEqual(foreign);
  });

  it.each([
    ['wire form', wireOfValue('{}', { m: 'rj2' })],
    ['format', wireOfValue('{"kind":"noop","format":2,"rules":1}')],
    ['rule set', wireOfValue('{"kind":"noop","format":1,"rules":2}')],
  ])('a later %s is marked as newer, for whoever judges must not pass over it', (_, wire) => {
    expect(decodeRecord(wire)).toEqual({ ...foreign, newer: true });
  });

  it('no bytes make the codec throw', () => {
    const headers = fc.dictionary(fc.constantFrom('m', 'c', 'd', 'x'), fc.oneof(fc.constant('rj1'), fc.string()));
    fc.assert(
      fc.property(headers, fc.uint8Array(), fc.boolean(), (some, value, isRight) => {
        const wire = isRight ? wireOfValue(value, { c: some['c'] ?? '' }) : { headers: some, value };
        expect(decodeRecord(wire)).toMatchObject({ kind: 'foreign' });
      }),
    );
  });

  it('no JSON makes the codec throw', () => {
    fc.assert(
      fc.property(fc.object({ key: fc.constantFrom(...Object.keys(proposal), '__proto__') }), (changes) => {
        expect(decodeRecord(variant(changes)).kind).toMatch(/proposal|foreign/);
      }),
    );
  });

  it('every changed bit of the value is noticed', () => {
    const { headers, value } = wireOf(goldenOf('control'));
    for (let at = 0; at < value.length; at += 1) {
      const changed = Buffer.from(value);
      changed[at] = (changed[at] ?? 0) ^ 4;
      expect(decodeRecord({ headers, value: changed })).toEqual(foreign);
    }
  });
});
