import { type AggregateAddress, type ArbiterView, createArbiterView, type KeysNeeded, type Part } from '#journal';
import type { Queryable } from '#persistence';
import type { ProjectorStatements } from '#read-model';

/** What a batch is judged by, as the tables have it before the batch. */
export type LoadedRows = {
  readonly view: ArbiterView;
  /** Aggregates whose events wait for an operator. */
  readonly parked: readonly AggregateAddress[];
};

type Row = {
  readonly kind: 'head' | 'parked' | 'claim' | 'verdict';
  readonly directory_id: string;
  readonly type: string;
  readonly id: string;
  readonly scope: string;
  readonly key: string;
  readonly version: number;
  readonly deleted: boolean;
};

/**
 * One round trip, two when parts of a proposal are at hand.
 *
 * @param extra aggregates, apart from those to be judged, of which it matters whether they are parked
 */
export const loadRows = async (
  tx: Queryable,
  statements: ProjectorStatements,
  needed: KeysNeeded,
  extra: readonly AggregateAddress[],
): Promise<LoadedRows> => {
  const rows = await tx.query<Row>(statements.loadArbiter, [
    JSON.stringify([...needed.heads, ...extra].map(addressRow)),
    JSON.stringify(needed.claims.map(({ directoryId, scope, key }) => ({ directory_id: directoryId, scope, key }))),
    JSON.stringify(needed.owners.map(addressRow)),
    needed.commandIds,
  ]);
  const parts = needed.partCommandIds.length === 0 ? [] : await loadParts(tx, statements, needed.partCommandIds);
  const ofKind = (kind: Row['kind']): readonly Row[] => rows.filter((row) => row.kind === kind);
  return {
    view: createArbiterView({
      heads: ofKind('head').map((row) => ({ ...addressOf(row), version: row.version, deleted: row.deleted })),
      claims: ofKind('claim').map((row) => ({
        directoryId: row.directory_id,
        scope: row.scope,
        key: row.key,
        owner: addressOf(row),
      })),
      verdicts: ofKind('verdict').map((row) => row.id),
      parts,
    }),
    parked: ofKind('parked').map(addressOf),
  };
};

export const addressRow = ({ directoryId, type, id }: AggregateAddress) => ({ directory_id: directoryId, type, id });

const addressOf = (row: Row): AggregateAddress => ({ directoryId: row.directory_id, type: row.type, id: row.id });

const loadParts = async (
  tx: Queryable,
  statements: ProjectorStatements,
  commandIds: readonly string[],
): Promise<readonly Part[]> => {
  const rows = await tx.query<Omit<Part, 'kind' | 'format' | 'rules'>>(statements.loadParts, [commandIds]);
  return rows.map((row) => ({ kind: 'part', format: 1, rules: 1, ...row }));
};
