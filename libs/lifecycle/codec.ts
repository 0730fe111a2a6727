import type { LifecycleEvent, LifecycleType } from './lifecycle-event.js';
import { formatPosition, type Position, parsePosition } from './position.js';
import { lifecycleSchemas } from './schemas.js';

/*
 * Wire form of a lifecycle record.
 *
 *   record  = key headers value
 *   key     = directoryId "/" resourceId
 *   headers = "pos": src ":" idx    place in the partition's journal, decimal; the watermark compares it
 *             "id": event id        the same at every repeat
 *             "type": event type    so that a reader may pass over a record without parsing it
 *             "v": "1"
 *   value   = LifecycleEvent, one JSON object, UTF-8
 */

export type LifecycleWire = {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
};

export type LifecycleRecord =
  | { readonly kind: 'event'; readonly event: LifecycleEvent; readonly position: Position }
  /** A type or version of a later release: to be passed over. */
  | { readonly kind: 'unknown'; readonly type: string; readonly position: Position }
  /** Not written by a publisher of this log: to be passed over, and to be reported. */
  | { readonly kind: 'foreign'; readonly problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const encodeLifecycle = (event: LifecycleEvent, position: Position): LifecycleWire => ({
  key: `${event.directoryId}/${event.resource.id}`,
  headers: { pos: formatPosition(position), id: event.id, type: event.type, v: String(event.v) },
  value: Buffer.from(JSON.stringify(event), 'utf8'),
});

/** Never throws. */
export const decodeLifecycle = ({ headers, value }: Omit<LifecycleWire, 'key'>): LifecycleRecord => {
  const position = parsePosition(headers['pos'] ?? '');
  if (!position) return foreign('header pos is not a position');
  const type = headers['type'] ?? '';
  if (headers['v'] !== '1' || !isLifecycleType(type)) {
    return type === '' ? foreign('header type is missing') : { kind: 'unknown', type, position };
  }
  const event = parse(value);
  if (!isObject(event)) return foreign('the value is not a JSON object in UTF-8');
  const problem = problemOf(event, headers);
  return problem ? foreign(problem) : { kind: 'event', event: event as LifecycleEvent, position };
};

export const isLifecycleType = (type: string): type is LifecycleType => Object.hasOwn(lifecycleSchemas, type);

const foreign = (problem: string): LifecycleRecord => ({ kind: 'foreign', problem });

const parse = (value: Uint8Array): unknown => {
  try {
    return JSON.parse(utf8.decode(value));
  } catch {
    return undefined;
  }
};

type Members = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What every reader relies on; the rest is the JSON Schema's matter, checked where events are made. */
const problemOf = (event: Members, headers: LifecycleWire['headers']): string | undefined => {
  if (event['id'] !== headers['id']) return 'header id is not the id of the event';
  if (event['type'] !== headers['type']) return 'header type is not the type of the event';
  for (const name of ['id', 'time', 'directoryId', 'requestId']) {
    if (typeof event[name] !== 'string') return `${name} is not text`;
  }
  const resource = event['resource'];
  if (!isObject(resource)) return 'resource is missing';
  if (typeof resource['type'] !== 'string' || typeof resource['id'] !== 'string') return 'resource has no type and id';
  return Number.isSafeInteger(resource['version']) ? undefined : 'resource has no version';
};
