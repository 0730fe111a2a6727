import { instantOfMs } from '../../canonical/instant.js';
import type { OrderOperator, ValueTest } from '../checked-filter.js';
import type { ComparisonOperator } from '../filter-node.js';
import { type Cell, foldedText, instantSql, numberSql, presentSql } from './cell.js';
import type { CompileScope } from './compile-scope.js';
import { type Sql, sql } from './sql.js';

type Bind = CompileScope['bind'];

const orderSign = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

/** The test on one value; null when there is none. */
export const cellTest = (cell: Cell, test: ValueTest, bind: Bind): Sql => {
  switch (test.type) {
    case 'present':
      return sql(presentSql(cell));
    case 'number':
      return sql(`(${numberSql(cell)}) ${orderSign[test.operator]} ${bind(String(test.operand), 'numeric')}`);
    case 'instant':
      return sql(`${instantSql(cell)} ${orderSign[test.operator]} ${bind(String(test.operand), 'numeric')}`);
    case 'boolean':
      return sql(`nullif(${cell.json}, 'null'::jsonb) ${orderSign[test.operator]} '${test.operand}'::jsonb`);
    case 'text':
      return cell.uuid !== undefined && (test.operator === 'eq' || test.operator === 'ne')
        ? uuidTest(cell.uuid, test.operator, test.operand, bind)
        : sql(textTest(foldedText(cell, test.folding), test.operator, bind(test.operand, 'text')), isKeyed(cell, test));
  }
};

const isKeyed = (cell: Cell, test: { operator: ComparisonOperator }): boolean =>
  cell.isKey === true && test.operator === 'eq';

/** `strpos`, `starts_with` and `right` take the operand literally; LIKE would see wildcards in it. */
const textTest = (text: string, operator: ComparisonOperator, operand: string): string => {
  switch (operator) {
    case 'co':
      return `strpos(${text}, ${operand}) > 0`;
    case 'sw':
      return `starts_with(${text}, ${operand})`;
    case 'ew':
      return `right(${text}, length(${operand})) = ${operand}`;
    default:
      return `${text} ${orderSign[operator]} ${operand}`;
  }
};

const uuidText = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Ids are case exact and printed in lower case; any other text equals none of them. */
const uuidTest = (column: string, operator: 'eq' | 'ne', operand: string, bind: Bind): Sql => {
  if (!uuidText.test(operand)) return sql(operator === 'eq' ? 'false' : `${column} is not null`, operator === 'eq');
  return sql(`${column} ${orderSign[operator]} ${bind(operand, 'uuid')}`, operator === 'eq');
};

/** A column of whole milliseconds against an instant that may lie between two of them; the column stays bare. */
export const msColumnTest = (column: string, operator: OrderOperator, operand: bigint, bind: Bind): Sql => {
  const below = floorToMs(operand);
  const isWhole = instantOfMs(Number(below)) === operand;
  if (isWhole) return sql(`${column} ${orderSign[operator]} ${bind(String(below), 'bigint')}`);
  if (operator === 'eq') return sql('false');
  if (operator === 'ne') return sql('true');
  const isAfter = operator === 'gt' || operator === 'ge';
  return sql(`${column} ${isAfter ? '>' : '<='} ${bind(String(below), 'bigint')}`);
};

const floorToMs = (nanoseconds: bigint): bigint => {
  const ms = nanoseconds / 1_000_000n;
  return nanoseconds < 0n && ms * 1_000_000n !== nanoseconds ? ms - 1n : ms;
};
