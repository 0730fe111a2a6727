/**
 * SQL for how many managers a resource `w` lost before the last of the writes that came together in one batch: known from
 * the batch, dead before it, or that of the row, deleted in it ($11) before the first of those writes.
 */
export const managersLost = (schema: string): string => `(
           (w.superseded ->> 'lost')::int
           + (select count(*)::int
                from jsonb_array_elements_text(w.superseded -> 'managers') as named (id)
               where exists (select 1 from ${schema}.aggregate_head h
                              where h.directory_id = w.directory_id and h.type = 'User' and h.id = named.id::uuid
                                and h.deleted
                             offset 0))
           + (select count(*)::int
                from (select directory_id || '/' || manager_id as manager
                        from ${schema}.resource
                       where directory_id = w.directory_id and type = w.type and id = w.id
                      offset 0) before
               where before.manager = any(($11::text[])[1:(w.superseded ->> 'deletions')::int])))`;
