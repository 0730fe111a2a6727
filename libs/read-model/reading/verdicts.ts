import type { Queryable } from '#persistence';
import { verdictsByCommands } from '../statements/verdicts-by-commands.js';

/**
 * A verdict row. `effectiveTime` in ms is `meta.lastModified` of what was accepted, `version` the first part of its
 * `meta.version`.
 */
export type StoredVerdict = {
  readonly commandId: string;
  readonly partition: number;
  readonly offset: number;
  readonly effectiveTime: number;
  readonly verdict:
    | { readonly is: 'accepted'; readonly version: number }
    | { readonly is: 'void'; readonly reason: VoidVerdictReason; readonly scope?: string };
};

export type VoidVerdictReason = 'expired' | 'exists' | 'gone' | 'version' | 'uniqueness' | 'incomplete';

type VerdictRow = {
  readonly command_id: string;
  readonly partition: number;
  readonly at_offset: number;
  readonly accepted: boolean;
  readonly reason: VoidVerdictReason | null;
  readonly scope: string | null;
  readonly version: number | null;
  readonly effective_time: number;
};

/** Verdicts of those commands that have one. One query serves all waiters of a process. */
export const readVerdicts =
  (schema: string) =>
  async (queryable: Queryable, commandIds: readonly string[]): Promise<readonly StoredVerdict[]> => {
    const rows = await queryable.query<VerdictRow>(verdictsByCommands(schema), [commandIds]);
    return rows.map(storedVerdict);
  };

const storedVerdict = (row: VerdictRow): StoredVerdict => ({
  commandId: row.command_id,
  partition: row.partition,
  offset: row.at_offset,
  effectiveTime: row.effective_time,
  verdict: row.accepted
    ? { is: 'accepted', version: row.version ?? 0 }
    : { is: 'void', reason: row.reason ?? 'expired', ...(row.scope !== null && { scope: row.scope }) },
});
