import type { Database } from '#persistence';
import { FIRST_GENERATION, projectorStatements } from '#read-model';
import { newId } from '#runtime';

const statements = projectorStatements(FIRST_GENERATION);

export type Row = { readonly id: string; readonly type: string; readonly created_at: number; readonly doc: object };

/** Writes resources as the projector does. */
export const writeResources = async (database: Database, directoryId: string, rows: readonly Row[]): Promise<void> => {
  const whole = rows.map((row) => ({
    ...row,
    directory_id: directoryId,
    version: 1,
    modified_at: row.created_at,
    email_keys: [],
  }));
  const none = JSON.stringify([]);
  await database.query(statements.writeJudged, [
    none,
    none,
    none,
    none,
    JSON.stringify(whole),
    0,
    1,
    1,
    null,
    Buffer.of(),
    [],
  ]);
};

export const aResource = (n: number, type = 'User', doc: object = { userName: `u${n}` }): Row => ({
  id: newId(),
  type,
  created_at: 1_000 + n,
  doc,
});

export const writeMembers = async (
  database: Database,
  directoryId: string,
  groupId: string,
  memberIds: readonly string[],
): Promise<void> => {
  const rows = memberIds.map((member_id) => ({
    directory_id: directoryId,
    group_id: groupId,
    member_id,
    member_type: 'User',
    display: null,
  }));
  await database.query(statements.addMembers, [JSON.stringify(rows), []]);
};

export const removeResources = (database: Database, directoryId: string, rows: readonly Row[], deletedAt = 5_000) =>
  database.query(statements.deleteResources, [
    JSON.stringify(rows.map(({ id, type }) => ({ directory_id: directoryId, type, id, deleted_at: deletedAt }))),
  ]);
