import type { CheckedFilter, Condition, Place, ValueTest } from './checked-filter.js';
import { keyOf } from './indexed-key.js';
import { type CompileOptions, type CompileScope, compileScope } from './sql/compile-scope.js';
import { reachesGroup } from './sql/groups-sql.js';
import { emailTest, exists, orAbsent, resourceTest } from './sql/place-sql.js';
import { isGroupsOfUser, isMembers, relationOf } from './sql/relation.js';
import { joined, negated, type Sql, sql } from './sql/sql.js';
import { cellTest } from './sql/test-sql.js';

export type CompiledFilter = {
  /** A boolean expression over `alias`; null counts as false. */
  readonly sql: string;
  readonly values: readonly string[];
  /** Whether an index can find the rows, so that the query need not read the whole directory. */
  readonly indexed: boolean;
};

/**
 * The condition as SQL over the generation's tables; it accepts exactly the rows whose resources `matches` accepts.
 * Every name in it comes from the schemas, every literal of the client is a parameter. Needs PostgreSQL 18 or later,
 * whose `pg_c_utf8` lower case is what `foldCase` mirrors.
 */
export const compileFilter = (filter: CheckedFilter, options: CompileOptions): CompiledFilter => {
  const { scope, values } = compileScope(filter.resourceType, options);
  const { text, indexed } = compile(filter.condition, scope, (place, test) =>
    place.in === 'resource' ? resourceTest(scope, place.path, test) : sql('false'),
  );
  return { sql: text, values, indexed };
};

type TestSql = (place: Place, test: ValueTest) => Sql;

const compile = (condition: Condition, scope: CompileScope, testSql: TestSql): Sql => {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return joined(
        condition.kind,
        condition.terms.map((term) => compile(term, scope, testSql)),
      );
    case 'not':
      return negated(compile(condition.term, scope, testSql));
    case 'constant':
      return sql(String(condition.value));
    case 'test':
      return testSql(condition.place, condition.test);
    case 'elements':
      return compileElements(condition, scope);
  }
};

const compileElements = (node: Condition & { kind: 'elements' }, scope: CompileScope): Sql => {
  const inverted = compileOfGroups(node, scope);
  if (inverted) return inverted;
  const relation = relationOf(scope, node.path);
  const inner = compile(node.condition, scope, (place, test) =>
    place.in === 'resource'
      ? sql('false')
      : orAbsent(cellTest(relation.cell(place.subAttribute?.name), test, scope.bind), test),
  );
  const some = exists(relation, inner.text, inner.indexed && isMembers(scope, node.path));
  const email = requiredEmail(node, scope);
  return email === undefined ? some : joined('and', [emailTest(scope, email), some]);
};

/** `groups[…]` with one test asks what the test alone asks; not so with several, which one group has to pass. */
const compileOfGroups = ({ path, condition }: Condition & { kind: 'elements' }, scope: CompileScope) =>
  isGroupsOfUser(scope, path) && condition.kind === 'test' && condition.place.in === 'element'
    ? reachesGroup(scope, condition.place.subAttribute?.name, condition.test)
    : undefined;

/** The address that an `emails[…]` filter cannot do without, so that the index on addresses serves it too. */
const requiredEmail = (node: Condition & { kind: 'elements' }, scope: CompileScope): string | undefined => {
  const value = node.path.attribute.subAttributes?.find(({ name }) => name === 'value');
  const { attribute, extension, keys } = node.path;
  const path = value && { attribute, subAttribute: value, keys, ...(extension !== undefined && { extension }) };
  if (!path || keyOf(scope.resourceType, path) !== 'email_keys') return undefined;
  const terms = flattened(node.condition);
  for (const term of terms) {
    if (term.kind !== 'test' || term.place.in !== 'element' || term.place.subAttribute?.name !== 'value') continue;
    if (term.test.type === 'text' && term.test.operator === 'eq') return term.test.operand;
  }
  return undefined;
};

const flattened = (condition: Condition): readonly Condition[] =>
  condition.kind === 'and' ? condition.terms.flatMap(flattened) : [condition];
