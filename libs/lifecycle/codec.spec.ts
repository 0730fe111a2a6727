import { decodeLifecycle, encodeLifecycle } from './codec.js';
import type { LifecycleEvent } from './lifecycle-event.js';

const event: LifecycleEvent = {
  id: '5c8e2b6a-1c44-5d0e-9d5e-0d3d3f0e6b11',
  type: 'user.created',
  v: 1,
  time: '2030-01-01T00:00:00.000Z',
  directoryId: '018f0000-0000-7000-8000-000000000001',
  resource: { type: 'User', id: '018f0000-0000-7000-8000-000000000002', version: 1 },
  attributes: { userName: 'bjensen', name: { familyName: 'Jénsen 🦊' } },
  requestId: 'r-1',
};
const position = { src: 41, idx: 0 };
const wire = encodeLifecycle(event, position);

describe('a lifecycle record', () => {
  it('is keyed by directory and resource and carries its position', () => {
    expect(wire.key).toBe(`${event.directoryId}/${event.resource.id}`);
    expect(wire.headers).toEqual({ pos: '41:0', id: event.id, type: 'user.created', v: '1' });
  });

  it('gives back event and position', () => {
    expect(decodeLifecycle(wire)).toEqual({ kind: 'event', event, position });
  });

  it.each([
    ['type', { type: 'user.promoted' }],
    ['version', { v: '2' }],
  ])('of an unknown %s is passed over, not refused', (_, changed) => {
    const headers: Readonly<Record<string, string>> = { ...wire.headers, ...changed };
    const type = headers['type'] ?? '';
    expect(decodeLifecycle({ ...wire, headers })).toEqual({ kind: 'unknown', type, position });
  });

  it.each([
    ['no position', { ...wire, headers: { ...wire.headers, pos: '41' } }],
    ['no type', { ...wire, headers: { pos: '41:0', v: '1' } }],
    ['another id in its header', { ...wire, headers: { ...wire.headers, id: 'x' } }],
    ['another type in its header', { ...wire, headers: { ...wire.headers, type: 'user.deleted' } }],
    ['bytes that are not UTF-8', { ...wire, value: Buffer.of(0xff, 0xfe) }],
    ['text that is not JSON', { ...wire, value: Buffer.from('{') }],
    ['no resource', { ...wire, value: Buffer.from(JSON.stringify({ ...event, resource: undefined })) }],
  ])('with %s is foreign', (_, record) => {
    expect(decodeLifecycle(record)).toMatchObject({ kind: 'foreign' });
  });
});
