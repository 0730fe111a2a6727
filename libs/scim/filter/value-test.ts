import { parseInstant } from '../canonical/instant.js';
import type { AttributeDefinition } from '../schema/definition.js';
import type { ScimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';
import type { Folding, OrderOperator, ValueTest } from './checked-filter.js';
import type { ComparisonOperator, Literal } from './filter-node.js';
import { foldings } from './folding.js';
import { invalidFilter } from './parse-filter.js';

type Comparison = {
  readonly path: string;
  readonly operator: ComparisonOperator;
  readonly literal: Literal;
  readonly bare?: string;
};
type NotNull = Comparison & { readonly literal: string | number | boolean };

/**
 * The test of a comparison with anything but null. RFC 7644 table 3: booleans and binaries have no order, and only texts
 * have parts; a literal must be of its attribute's type.
 */
export const valueTest = (
  definition: AttributeDefinition,
  folding: Folding,
  comparison: NotNull,
  settings: Pick<ScimSettings, 'booleanStrings' | 'absentBooleanNotEqual'>,
): ValueTest | ScimError => {
  switch (definition.type) {
    case 'boolean':
      return booleanTest(comparison, settings);
    case 'integer':
    case 'decimal':
      return numberTest(definition, comparison);
    case 'dateTime':
      return instantTest(comparison);
    case 'complex':
      return invalidFilter(`"${comparison.path}" has no value of its own; name one of its sub-attributes`);
    case 'binary':
      if (['gt', 'ge', 'lt', 'le'].includes(comparison.operator)) return noSuchOperator(definition, comparison);
      return textTest(definition, folding, comparison);
    default:
      return textTest(definition, folding, comparison);
  }
};

const textTest = (definition: AttributeDefinition, folding: Folding, comparison: NotNull): ValueTest | ScimError => {
  const { operator, literal, bare } = comparison;
  const text = typeof literal === 'string' ? literal : bare;
  if (text === undefined) return wrongLiteral(definition, comparison, 'a quoted string');
  return { type: 'text', operator, folding, operand: foldings[folding](text), absent: operator === 'ne' };
};

const booleanTest = (
  comparison: NotNull,
  settings: Pick<ScimSettings, 'booleanStrings' | 'absentBooleanNotEqual'>,
): ValueTest | ScimError => {
  const { operator, literal, path } = comparison;
  if (operator !== 'eq' && operator !== 'ne') {
    return invalidFilter(`"${operator}" does not apply to the boolean "${path}"; use eq, ne or pr`);
  }
  const operand = typeof literal === 'boolean' ? literal : coerced(literal, settings);
  if (operand === undefined) return invalidFilter(`"${path}" is boolean and compares with true or false`);
  return {
    type: 'boolean',
    operator,
    operand,
    absent: operator === 'ne' && settings.absentBooleanNotEqual === 'match',
  };
};

const coerced = (literal: string | number, settings: Pick<ScimSettings, 'booleanStrings'>): boolean | undefined => {
  const text = settings.booleanStrings === 'coerce' && typeof literal === 'string' ? literal.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
};

const numberTest = (definition: AttributeDefinition, comparison: NotNull): ValueTest | ScimError => {
  const { operator, literal } = comparison;
  if (!isOrder(operator)) return noSuchOperator(definition, comparison);
  if (typeof literal !== 'number') return wrongLiteral(definition, comparison, 'a number');
  return { type: 'number', operator, operand: literal, absent: operator === 'ne' };
};

const instantTest = (comparison: NotNull): ValueTest | ScimError => {
  const { operator, literal, path } = comparison;
  if (!isOrder(operator)) return invalidFilter(`"${operator}" does not apply to the dateTime "${path}"`);
  const operand = typeof literal === 'string' ? parseInstant(literal) : undefined;
  if (operand === undefined) {
    return invalidFilter(`"${path}" compares with a date-time such as "2030-01-31T08:00:00Z"`);
  }
  return { type: 'instant', operator, operand, absent: operator === 'ne' };
};

const isOrder = (operator: ComparisonOperator): operator is OrderOperator =>
  operator !== 'co' && operator !== 'sw' && operator !== 'ew';

const noSuchOperator = (definition: AttributeDefinition, { operator, path }: NotNull): ScimError =>
  invalidFilter(`"${operator}" does not apply to "${path}", which is of type ${definition.type}`);

const wrongLiteral = (definition: AttributeDefinition, { path }: NotNull, expected: string): ScimError =>
  invalidFilter(`"${path}" is of type ${definition.type} and compares with ${expected}`);
