import fc from 'fast-check';
import { commonAttributes } from '../../schema/common.js';
import type { AttributeDefinition, ResourceType } from '../../schema/definition.js';
import { instants, numbers, texts } from './arbitrary-resources.contract.js';

const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
const orders = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;

/** Filter texts over a resource type; `ids` are offered as literals wherever a text can stand. */
export const arbitraryFilter = (resourceType: ResourceType, ids: readonly string[]): fc.Arbitrary<string> => {
  const literals = [
    ...texts,
    ...ids,
    resourceType.schema.id,
    ...resourceType.extensions.map(({ schema }) => schema.id),
  ];
  const attributes = attributesOf(resourceType);
  const leaf = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(...attributes).chain(({ path, definition }) => testOf(path, definition, literals)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...attributes.filter(hasElements)).chain((at) => elementsOf(at, literals)),
    },
  );
  return combined(leaf, 3);
};

type Attribute = { readonly path: string; readonly definition: AttributeDefinition };

const attributesOf = (resourceType: ResourceType): readonly Attribute[] =>
  [
    ...[...resourceType.schema.attributes, ...commonAttributes].map((definition) => ({
      path: definition.name,
      definition,
    })),
    ...resourceType.schema.attributes.slice(0, 3).map((definition) => ({
      path: `${resourceType.schema.id}:${definition.name}`,
      definition,
    })),
    ...resourceType.extensions.flatMap(({ schema }) =>
      schema.attributes.map((definition) => ({ path: `${schema.id}:${definition.name}`, definition })),
    ),
  ].filter(({ definition }) => definition.returned !== 'never');

const hasElements = ({ definition }: Attribute): boolean => definition.multiValued || definition.type === 'complex';

const combined = (leaf: fc.Arbitrary<string>, depth: number): fc.Arbitrary<string> => {
  if (depth === 0) return leaf;
  const inner = combined(leaf, depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: inner.map((text) => `not (${text})`) },
    { weight: 1, arbitrary: fc.tuple(inner, inner).map(([left, right]) => `${left} and (${right})`) },
    { weight: 1, arbitrary: fc.tuple(inner, inner).map(([left, right]) => `(${left}) OR ${right}`) },
  );
};

const elementsOf = ({ path, definition }: Attribute, literals: readonly string[]): fc.Arbitrary<string> => {
  const names = definition.subAttributes ?? [{ ...definition, name: 'value', multiValued: false }];
  const leaf = fc.constantFrom(...names).chain((name) => testOf(name.name, name, literals));
  return combined(leaf, 1).map((text) => `${path}[${text}]`);
};

const testOf = (path: string, definition: AttributeDefinition, literals: readonly string[]): fc.Arbitrary<string> => {
  const presence = fc.constantFrom(`${path} pr`, `${path} eq null`, `${path.toUpperCase()} NE null`);
  const { subAttributes } = definition;
  if (subAttributes) {
    const byName = fc.constantFrom(...subAttributes).chain((sub) => testOf(`${path}.${sub.name}`, sub, literals));
    const value = subAttributes.find(({ name }) => name === 'value');
    const byDefault = value ? comparison(path, value, literals) : presence;
    return fc.oneof({ weight: 4, arbitrary: byName }, byDefault, presence);
  }
  return fc.oneof({ weight: 5, arbitrary: comparison(path, definition, literals) }, presence);
};

const comparison = (
  path: string,
  definition: AttributeDefinition,
  literals: readonly string[],
): fc.Arbitrary<string> => {
  const name = fc.constantFrom(path, path.toLowerCase(), path.toUpperCase());
  const [allowed, literal] = operandsOf(definition, literals);
  return fc
    .tuple(name, fc.constantFrom(...allowed), fc.constantFrom(...literal))
    .map(([at, operator, operand]) => `${at} ${operator} ${JSON.stringify(operand)}`);
};

const operandsOf = (
  { type }: AttributeDefinition,
  literals: readonly string[],
): [readonly string[], readonly (string | number | boolean)[]] => {
  switch (type) {
    case 'boolean':
      return [
        ['eq', 'ne'],
        [true, false],
      ];
    case 'integer':
    case 'decimal':
      return [orders, numbers];
    case 'dateTime':
      return [orders, instants];
    case 'binary':
      return [operators.slice(0, 5), literals];
    default:
      return [operators, literals];
  }
};
