import type { Statement } from '#persistence';

/**
 * $1 directory, $2 group, $3 after this id, $4 limit; $5 types and $6 what is written between the id of a member of that
 * type and the same id at the end of its `$ref` (same length): a page of members as JSON without its brackets, how many
 * there are, and the last one's id. A tenth of the work of a row for each member.
 */
export const membersAsText = (schema: string): Statement => ({
  name: `${schema}.members_as_text`,
  text: `
with page as materialized (
  select member_id::text collate "C" as id, member_type as type, display
    from ${schema}.group_member
   where directory_id = $1 and group_id = $2 and member_id > $3::uuid
   order by member_id
   limit $4
)
select string_agg(
         '{"value":"' || p.id || coalesce(t.reference || p.id, '') || '","type":' || to_json(p.type)::text
           || coalesce(',"display":' || to_json(p.display)::text, '') || '}',
         ',' order by p.id) as text,
       count(*)::int as count, max(p.id) as last
  from page p
  left join unnest($5::text[], $6::text[]) as t (type, reference) on t.type = p.type`,
});

export type MembersAsTextRow = { readonly text: string | null; readonly count: number; readonly last: string | null };
