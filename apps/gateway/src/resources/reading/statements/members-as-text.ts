import type { Statement } from '#persistence';

/**
 * $1 directory, $2 group, $3 after this id, $4 limit; $5 types and, for each, $6 what stands between the id of a member
 * and the same id at the end of its `$ref`, $7 what stands behind that: a page of members as JSON without its brackets.
 * A row for a hundred members: a tenth of the work of a row for each, and still small to receive. Their order within a
 * page is the database's.
 */
export const membersAsText = (schema: string): Statement => ({
  name: `${schema}.members_as_text`,
  text: `
select string_agg(
         '{"value":"' || p.id
           || coalesce(($6::text[])[p.place] || p.id || ($7::text[])[p.place], '","type":' || to_json(p.type)::text)
           || case when p.display is null then '}' else ',"display":' || to_json(p.display)::text || '}' end,
         ',') as text,
       count(*)::int as count, max(p.id) as last
  from (
    select member_id::text collate "C" as id, member_type as type, display,
           array_position($5::text[], member_type collate "default") as place,
           (row_number() over (order by member_id) - 1) / 100 as part
      from ${schema}.group_member
     where directory_id = $1 and group_id = $2 and member_id > $3::uuid
     order by member_id
     limit $4
  ) p
 group by p.part
 order by p.part`,
});

export type MembersAsTextRow = { readonly text: string; readonly count: number; readonly last: string };
