import type { ResolvedPath } from '../../resolve/resolve-path.js';
import { commonAttributes } from '../../schema/common.js';
import { GROUP_SCHEMA, USER_SCHEMA } from '../../schema/urns.js';
import { type Cell, presentSql } from './cell.js';
import type { CompileScope } from './compile-scope.js';
import { quoted } from './sql.js';

/** The elements of a multi-valued attribute as rows, and how to read one's sub-attribute (none: the element itself). */
export type Relation = {
  readonly from: string;
  readonly where?: string;
  readonly cell: (subAttribute?: string) => Cell;
};

export const isMembers = (scope: CompileScope, { extension, attribute }: ResolvedPath): boolean =>
  extension === undefined && attribute.name === 'members' && scope.resourceType.schema.id === GROUP_SCHEMA;

export const isGroupsOfUser = (scope: CompileScope, { extension, attribute }: ResolvedPath): boolean =>
  extension === undefined && attribute.name === 'groups' && scope.resourceType.schema.id === USER_SCHEMA;

export const isCommon = ({ extension, attribute }: ResolvedPath): boolean =>
  extension === undefined && commonAttributes.includes(attribute);

export const relationOf = (scope: CompileScope, path: ResolvedPath): Relation => {
  if (isMembers(scope, path)) return members(scope);
  if (isGroupsOfUser(scope, path)) return groupsOfUser(scope);
  if (isCommon(path) && path.attribute.name === 'schemas') return schemas(scope);
  const json = jsonAt(scope.row, keysOfAttribute(path));
  return {
    from: `jsonb_array_elements(case when jsonb_typeof(${json}) = 'array' then ${json} end) e(v)`,
    cell: (subAttribute) => (subAttribute === undefined ? wholeElement : memberCell('e.v', subAttribute)),
  };
};

/** The JSON at a chain of keys of the row's document; null when any of them is missing. */
export const jsonAt = (row: string, keys: readonly string[]): string =>
  keys.reduce((json, key) => `${json}->${quoted(key)}`, `${row}.doc`);

export const memberCell = (json: string, key: string): Cell => ({
  json: `${json}->${quoted(key)}`,
  text: `${json}->>${quoted(key)}`,
});

const wholeElement: Cell = { json: 'e.v', text: `e.v #>> '{}'` };

const keysOfAttribute = ({ extension, attribute }: ResolvedPath): readonly string[] =>
  extension === undefined ? [attribute.name] : [extension, attribute.name];

const noCell: Cell = { text: 'null::text' };

const members = (scope: CompileScope): Relation => {
  const cells = new Map<string | undefined, Cell>([
    [undefined, { text: 'm.member_id::text' }],
    ['value', { text: 'm.member_id::text', uuid: 'm.member_id' }],
    ['type', { text: 'm.member_type' }],
    ['display', { text: 'm.display' }],
  ]);
  const reference = (): Cell => {
    const prefix = scope.bind(scope.locationPrefix, 'text');
    return { text: `${prefix} || case m.member_type when 'Group' then '/Groups/' else '/Users/' end || m.member_id` };
  };
  return {
    from: `${scope.schema}.group_member m`,
    where: `m.directory_id = ${scope.directory()} and m.group_id = ${scope.row}.id`,
    cell: (name) => (name === '$ref' ? reference() : (cells.get(name) ?? noCell)),
  };
};

/** Direct groups and the groups around them. `union` visits each group once, so circles end. */
const groupsOfUser = (scope: CompileScope): Relation => {
  const { schema, row } = scope;
  const directory = scope.directory();
  const cells = new Map<string | undefined, Cell>([
    [undefined, { text: 'g.id::text' }],
    ['value', { text: 'g.id::text', uuid: 'g.id' }],
    ['display', { text: 'g.display' }],
    ['type', { text: 'g.type' }],
  ]);
  return {
    from: `(
  with recursive above (id) as (
    select group_id from ${schema}.group_member where directory_id = ${directory} and member_id = ${row}.id
    union
    select m.group_id from above a
      join ${schema}.group_member m on m.directory_id = ${directory} and m.member_id = a.id)
  select a.id, gr.doc->>'displayName' as display,
         case when exists (select from ${schema}.group_member d where d.directory_id = ${directory}
                             and d.group_id = a.id and d.member_id = ${row}.id)
              then 'direct' else 'indirect' end as type
    from above a join ${schema}.resource gr
      on gr.directory_id = ${directory} and gr.type = 'Group' and gr.id = a.id) g`,
    cell: (name) =>
      name === '$ref'
        ? { text: `${scope.bind(`${scope.locationPrefix}/Groups/`, 'text')} || g.id` }
        : (cells.get(name) ?? noCell),
  };
};

const schemas = (scope: CompileScope): Relation => {
  const extensions = scope.resourceType.extensions.map(({ schema }) => {
    const isPresent = presentSql(memberCell(`${scope.row}.doc`, schema.id));
    return `case when ${isPresent} then ${quoted(schema.id)} end`;
  });
  const urns = [quoted(scope.resourceType.schema.id), ...extensions].join(', ');
  return {
    from: `unnest(array_remove(array[${urns}]::text[], null)) s(v)`,
    cell: (subAttribute) => (subAttribute === undefined ? { text: 's.v' } : noCell),
  };
};
