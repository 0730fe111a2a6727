import { decodeLifecycle, type LifecycleEvent, type Position } from '#lifecycle';
import type { StoredRecord } from '#log';
import { readTargetChange } from './read-target-change.js';

export type Screened =
  /** `event` is absent for a type of a later release: only its position counts. */
  | {
      readonly is: 'known';
      readonly event: LifecycleEvent | undefined;
      readonly position: Position;
      readonly offset: number;
    }
  | { readonly is: 'poison'; readonly problem: string; readonly record: StoredRecord; readonly offset: number };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Lets through what the database can take; everything else is set aside, so that one record never stops a partition. */
export const screenRecord = (record: StoredRecord): Screened => {
  const { offset } = record;
  const decoded = decodeLifecycle(record);
  if (decoded.kind === 'foreign') return { is: 'poison', problem: decoded.problem, record, offset };
  if (decoded.kind === 'unknown') return { is: 'known', event: undefined, position: decoded.position, offset };
  const problem = problemOf(decoded.event) ?? (isStorable(record, decoded.event) ? undefined : unstorable);
  return problem === undefined
    ? { is: 'known', event: decoded.event, position: decoded.position, offset }
    : { is: 'poison', problem, record, offset };
};

const problemOf = (event: LifecycleEvent): string | undefined => {
  const members = event.members ?? [];
  if (!Array.isArray(members)) return 'members is not a list';
  const ids = [event.id, event.directoryId, event.resource.id, ...members.map((member) => member.value)];
  if (!ids.every((id) => uuid.test(id))) return 'an id is not a UUID';
  if (Number.isNaN(Date.parse(event.time))) return 'the time is not a date';
  if (event.type === 'target.added' && !isWholeTarget(event)) return 'a target without directory, name, profile or URL';
  return undefined;
};

const isWholeTarget = (event: LifecycleEvent): boolean => {
  const { directoryId, name, profile, baseUrl } = readTargetChange(event.data ?? {});
  return uuid.test(directoryId ?? '') && name !== undefined && profile !== undefined && URL.canParse(baseUrl ?? '');
};

const unstorable = 'a text holds NUL or half of a surrogate pair';

/** PostgreSQL's jsonb takes neither U+0000 nor lone surrogates. In valid UTF-8, JSON can say them by `\u` only. */
const isStorable = ({ value }: StoredRecord, event: LifecycleEvent): boolean =>
  !Buffer.from(value.buffer, value.byteOffset, value.byteLength).includes('\\u') || areTextsStorable(event);

const areTextsStorable = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => areTextsStorable(name) && areTextsStorable(member));
};
