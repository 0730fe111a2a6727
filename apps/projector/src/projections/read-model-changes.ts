import type {
  DeletedRow,
  Delta,
  MemberKeyRow,
  MemberRow,
  ResourceKeyRow,
  ResourceRow,
  Step,
  TouchedRow,
} from './delta.js';
import { supersede } from './supersede.js';

/**
 * All deltas of one batch folded together: each row once, as the last event left it. Written in this order: puts and
 * touches, removed members, added members, deletes, steps. Where a batch ends makes no difference to the outcome. Mutable
 * while it is folded.
 */
export type ReadModelChanges = {
  readonly puts: Map<string, ResourceRow>;
  readonly touches: Map<string, TouchedRow>;
  readonly deletes: Map<string, DeletedRow>;
  /** The same, in the order of the log, as directory/id: what names one of them later does not bring it back. */
  readonly gone: Set<string>;
  readonly addedMembers: Map<string, MemberRow>;
  readonly removedMembers: Map<string, MemberKeyRow>;
  readonly steps: Step[];
};

export const noChanges = (): ReadModelChanges => ({
  puts: new Map(),
  touches: new Map(),
  deletes: new Map(),
  gone: new Set(),
  addedMembers: new Map(),
  removedMembers: new Map(),
  steps: [],
});

export const foldDelta = (changes: ReadModelChanges, delta: Delta): void => {
  switch (delta.kind) {
    case 'put-resource':
      putResource(changes, delta.row);
      return;
    case 'touch-resource':
      touchResource(changes, delta.row);
      return;
    case 'delete-resource':
      changes.puts.delete(resourceKey(delta.row));
      changes.touches.delete(resourceKey(delta.row));
      changes.deletes.set(resourceKey(delta.row), delta.row);
      changes.gone.add(`${delta.row.directory_id}/${delta.row.id}`);
      return;
    case 'add-members':
      for (const row of delta.rows) addMember(changes, row);
      return;
    case 'remove-members':
      for (const row of delta.rows) removeMember(changes, row);
      return;
    case 'step':
      changes.steps.push(delta.step);
      return;
  }
};

const resourceKey = (row: ResourceKeyRow): string => `${row.directory_id}/${row.id}/${row.type}`;
const isGone = ({ gone }: ReadModelChanges, row: MemberKeyRow): boolean =>
  gone.size > 0 && gone.has(`${row.directory_id}/${row.member_id}`);
const memberKey = (row: MemberKeyRow): string => `${row.directory_id}/${row.group_id}/${row.member_id}`;

const putResource = (changes: ReadModelChanges, row: ResourceRow): void => {
  const key = resourceKey(row);
  const before = changes.puts.get(key);
  changes.touches.delete(key);
  changes.puts.set(key, supersede(row, before, changes.gone));
};

const touchResource = (changes: ReadModelChanges, row: TouchedRow): void => {
  const key = resourceKey(row);
  const put = changes.puts.get(key);
  if (put) changes.puts.set(key, { ...put, version: row.version, modified_at: row.modified_at });
  else changes.touches.set(key, row);
};

/** A removal before it stays: it is written first, and takes the old display with it. */
const addMember = (changes: ReadModelChanges, row: MemberRow): void => {
  if (isGone(changes, row)) return;
  const key = memberKey(row);
  const display = row.display ?? changes.addedMembers.get(key)?.display ?? null;
  changes.addedMembers.set(key, { ...row, display });
};

/** What was deleted before is no member any more: its deletion takes it out, and counts it. */
const removeMember = (changes: ReadModelChanges, { directory_id, group_id, member_id }: MemberKeyRow): void => {
  const row = { directory_id, group_id, member_id };
  if (isGone(changes, row)) return;
  changes.addedMembers.delete(memberKey(row));
  changes.removedMembers.set(memberKey(row), row);
};
