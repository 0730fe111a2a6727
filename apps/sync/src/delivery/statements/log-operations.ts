import type { Statement } from '#persistence';

/** $1 target, $2 exchanges as JSON. */
export const logOperations: Statement = {
  name: 'sync_log_operations',
  text: `
insert into sync.op_log (at, target_id, kind, object_id, op, method, path, status, ms, outcome, changed, request,
  response, event_id, request_id, attempt)
select g.at, $1, g.kind, g.object_id, g.op, g.method, g.path, g.status, g.ms, g.outcome,
  case when g.changed is not null then array(select jsonb_array_elements_text(g.changed)) end,
  g.request, g.response, g.event_id, g.request_id, g.attempt
from jsonb_to_recordset($2::jsonb) as g(at timestamptz, kind text, object_id uuid, op text, method text, path text,
  status int, ms int, outcome text, changed jsonb, request jsonb, response jsonb, event_id uuid, request_id text, attempt int)
order by g.at`,
};
