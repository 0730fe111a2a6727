import type { ResourceRow, Superseded } from './delta.js';

/**
 * A write on top of an earlier one of the same batch, if there was any, with what the statement needs to count the
 * managers that were lost in between: as many as if each write were a batch of its own.
 *
 * @param gone what the batch has deleted so far, as directory/id
 */
export const supersede = (
  row: ResourceRow,
  before: ResourceRow | undefined,
  gone: ReadonlySet<string>,
): ResourceRow => {
  const superseded = before ? afterWrite(before, gone) : beforeFirst(row, gone);
  return {
    ...row,
    ...(before && { created_at: before.created_at }),
    ...(superseded && { superseded }),
  };
};

const nothing: Superseded = { deletions: 0, managers: [], lost: 0 };

/** Only users have managers, and a creation finds no row that could have one. */
const beforeFirst = ({ type, version }: ResourceRow, gone: ReadonlySet<string>): Superseded | undefined =>
  gone.size > 0 && type === 'User' && version > 1 ? { ...nothing, deletions: gone.size } : undefined;

const afterWrite = (before: ResourceRow, gone: ReadonlySet<string>): Superseded | undefined => {
  const { manager_id, superseded = nothing } = before;
  if (manager_id === null) return before.superseded;
  if (isGone(before, gone)) return { ...superseded, lost: superseded.lost + 1 };
  return { ...superseded, managers: [...superseded.managers, manager_id] };
};

const isGone = ({ directory_id, manager_id }: ResourceRow, gone: ReadonlySet<string>): boolean =>
  gone.size > 0 && manager_id !== null && gone.has(`${directory_id}/${manager_id.toLowerCase()}`);
