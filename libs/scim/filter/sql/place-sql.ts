import type { ResolvedPath } from '../../resolve/resolve-path.js';
import type { ValueTest } from '../checked-filter.js';
import { keyOf } from '../indexed-key.js';
import type { Cell } from './cell.js';
import type { CompileScope } from './compile-scope.js';
import { reachesGroup } from './groups-sql.js';
import { isCommon, isGroupsOfUser, isMembers, jsonAt, memberCell, type Relation, relationOf } from './relation.js';
import { type Sql, sql } from './sql.js';
import { tagSql } from './tag-sql.js';
import { cellTest, msColumnTest } from './test-sql.js';

/** A test somewhere in the resource. Columns and indexes first, the document's JSON for everything else. */
export const resourceTest = (scope: CompileScope, path: ResolvedPath, test: ValueTest): Sql => {
  if (isCommon(path)) return commonTest(scope, path, test);
  const key = keyOf(scope.resourceType, path);
  if (key === 'email_keys' && test.type === 'text' && test.operator === 'eq') return emailTest(scope, test.operand);
  if (key === 'user_name_key' || key === 'display_name_key') {
    return oneValue(scope, { text: `${scope.row}.${key}`, isKey: true }, test);
  }
  if (isGroupsOfUser(scope, path)) {
    const inverted = reachesGroup(scope, path.subAttribute?.name, test);
    if (inverted) return inverted;
  }
  if (path.attribute.multiValued) return anyValue(scope, relationOf(scope, path), path, test);
  const json = jsonAt(scope.row, path.keys.slice(0, -1));
  return oneValue(scope, memberCell(json, path.keys.at(-1) ?? ''), test);
};

/** `emails.value eq`; also what `emails[… value eq "x" …]` needs before it looks at the elements. */
export const emailTest = (scope: CompileScope, operand: string): Sql =>
  sql(`${scope.row}.email_keys @> array[${scope.bind(operand, 'text')}]`, true);

/** `coalesce` where no value at all makes the test true. */
export const orAbsent = (found: Sql, test: ValueTest): Sql =>
  isTrueOfNothing(test) ? sql(`coalesce(${found.text}, true)`) : found;

const oneValue = (scope: CompileScope, cell: Cell, test: ValueTest): Sql =>
  orAbsent(cellTest(cell, test, scope.bind), test);

const anyValue = (scope: CompileScope, relation: Relation, path: ResolvedPath, test: ValueTest): Sql => {
  const { text, indexed } = cellTest(relation.cell(path.subAttribute?.name), test, scope.bind);
  if (isTrueOfNothing(test)) {
    const where = relation.where === undefined ? '' : ` where ${relation.where}`;
    return sql(`coalesce((select bool_or(${text}) from ${relation.from}${where}), true)`);
  }
  return exists(relation, text, indexed && isMembers(scope, path));
};

export const exists = ({ from, where }: Relation, condition: string, indexed = false): Sql =>
  sql(`exists (select from ${from} where ${where === undefined ? '' : `${where} and `}${condition})`, indexed);

const isTrueOfNothing = (test: ValueTest): boolean => test.type !== 'present' && test.absent;

const commonTest = (scope: CompileScope, path: ResolvedPath, test: ValueTest): Sql => {
  const { row, bind } = scope;
  const name = path.subAttribute ? `${path.attribute.name}.${path.subAttribute.name}` : path.attribute.name;
  if (name === 'externalId') return oneValue(scope, { text: `${row}.external_id`, isKey: true }, test);
  if (test.type === 'present') return sql('true');
  switch (name) {
    case 'schemas':
      return anyValue(scope, relationOf(scope, path), path, test);
    case 'id':
      return oneValue(scope, { text: `${row}.id::text`, uuid: `${row}.id` }, test);
    case 'meta.created':
    case 'meta.lastModified': {
      const column = `${row}.${name === 'meta.created' ? 'created_at' : 'modified_at'}`;
      return test.type === 'instant' ? msColumnTest(column, test.operator, test.operand, bind) : sql('false');
    }
    case 'meta.location': {
      const prefix = bind(`${scope.locationPrefix}${scope.resourceType.endpoint}/`, 'text');
      return oneValue(scope, { text: `${prefix} || ${row}.id` }, test);
    }
    case 'meta.version':
      return oneValue(scope, { text: tagSql(row) }, test);
    default:
      return oneValue(scope, { text: bind(scope.resourceType.name, 'text') }, test);
  }
};
