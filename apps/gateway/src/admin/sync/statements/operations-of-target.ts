import type { Statement } from '#persistence';

/** $1 target, $2 limit */
export const operationsOfTarget: Statement = {
  name: 'operations_of_target',
  text: `
select id, at, kind, object_id, op, method, path, status, ms, outcome, changed, attempt, request_id
  from sync.status_operation
 where target_id = $1
 order by id desc
 limit $2`,
};

export type OperationRow = {
  readonly id: number;
  readonly at: Date;
  readonly kind: string | null;
  readonly object_id: string | null;
  readonly op: string;
  readonly method: string | null;
  readonly path: string | null;
  readonly status: number | null;
  readonly ms: number | null;
  readonly outcome: string;
  readonly changed: readonly string[] | null;
  readonly attempt: number | null;
  readonly request_id: string | null;
};
