import type { ValueTest } from '../checked-filter.js';
import { passes } from '../matches.js';
import type { CompileScope } from './compile-scope.js';
import { type Sql, sql } from './sql.js';
import { cellTest } from './test-sql.js';

/**
 * "The user is in a group such that …", from the group's side: the groups that pass are found first, then everyone below
 * them, once for the whole query. Walking up from every single user would cost a recursion a row.
 *
 * undefined when the test must see each user's own groups: `ne` is true of a user without any, `indirect` depends on the
 * user.
 */
export const reachesGroup = (
  scope: CompileScope,
  subAttribute: string | undefined,
  test: ValueTest,
): Sql | undefined => {
  if (test.type !== 'present' && test.absent) return undefined;
  if (test.type === 'present' && subAttribute !== 'display') return isMember(scope);
  if (subAttribute === 'type') return reachesType(scope, test);
  const condition = groupCondition(scope, subAttribute, test);
  if (!condition) return undefined;
  const { schema } = scope;
  const directory = scope.directory();
  const text = `${scope.row}.id in (
  with recursive below (id) as (
    select m.member_id from ${schema}.resource gr
      join ${schema}.group_member m on m.directory_id = ${directory} and m.group_id = gr.id
     where gr.directory_id = ${directory} and gr.type = 'Group' and ${condition.text}
    union
    select m.member_id from below b join ${schema}.group_member m on m.directory_id = ${directory} and m.group_id = b.id)
  select id from below)`;
  return sql(text, condition.indexed);
};

/** Whoever is in any group is in one directly, so nothing has to be walked. */
const isMember = ({ schema, row, directory }: CompileScope): Sql =>
  sql(
    `exists (select from ${schema}.group_member m where m.directory_id = ${directory()} and m.member_id = ${row}.id)`,
  );

/** A direct membership shows `direct`; only `indirect` alone needs the user's own groups. */
const reachesType = (scope: CompileScope, test: ValueTest): Sql | undefined => {
  if (passes(test, ['direct'])) return isMember(scope);
  return passes(test, ['indirect']) ? undefined : sql('false', true);
};

const groupCondition = (scope: CompileScope, subAttribute: string | undefined, test: ValueTest): Sql | undefined => {
  if (subAttribute === 'value') return cellTest({ text: 'gr.id::text', uuid: 'gr.id' }, test, scope.bind);
  if (subAttribute === 'display') return cellTest({ text: `gr.doc->>'displayName'` }, test, scope.bind);
  return undefined;
};
