import fc from 'fast-check';
import type { AttributeDefinition, ResourceType } from '../../schema/definition.js';

/** Few and nasty, so that values meet: case, composition, width, wildcards, quotes, characters beyond U+FFFF. */
export const texts: readonly string[] = [
  'ada', 'Ada', 'ADA', 'ada@example.com', 'ADA@Example.com', 'Élodie', 'E\u0301lodie', 'élodie', 'ＡＤＡ', 'ﬁ', 'fi',
  'ß', 'ẞ', 'SS', 'İ', 'i', 'I', 'ı', 'Σ', 'σ', 'ς', 'ΟΔΟΣ', 'οδος', '%', '_', '100%_sure', 'back\\slash', '"quoted"',
  "it's", 'a]b', 'a) or (b', '\u{1f600}', '\uffee', '\ue000', '\u{10400}', '\u{10428}', '\u{16ea0}', '\ua7ce', ' ', 'a b',
  'work', 'WORK', 'home', 'direct', 'indirect', 'User', 'Group', '', '\t', 'null', 'true', '$1', '{}', '[]', '5',
]; // biome-ignore format: one glance is enough

export const instants: readonly string[] = [
  '2024-01-01T00:00:00Z', '2024-01-01T01:00:00.000+01:00', '2024-01-01T00:00:00.000000001Z', '2024-01-01T00:00:00.0005Z',
  '2023-12-31T23:59:59.999999999Z', '1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.4999995Z', '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z', '2024-02-29T12:00:00-14:00', '2024-01-01T00:00:00.123Z', '2024-01-01T00:00:00.124Z',
  '2024-01-01T00:00:00', '2024-01-01T00:00:00.5',
]; // biome-ignore format: one glance is enough

const brokenInstants = ['2024-02-30T00:00:00Z', 'garbage', '', '0000-01-01T00:00:00Z', '2024-01-01'];

export const numbers: readonly number[] = [0, -0, 1, -1, 5, 7, 0.1, 0.30000000000000004, -2.5, 1e21, 5e-7, 443];

const sometimesNothing = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof(
    { weight: 5, arbitrary: value },
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(null) },
  );

const simpleValue = (definition: AttributeDefinition): fc.Arbitrary<unknown> => {
  switch (definition.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'decimal':
      return fc.constantFrom(...numbers);
    case 'dateTime':
      return fc.constantFrom(...instants, ...brokenInstants);
    case 'complex':
      return objectOf(definition.subAttributes ?? []);
    default:
      return fc.constantFrom(...texts);
  }
};

const objectOf = (definitions: readonly AttributeDefinition[]): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record(Object.fromEntries(definitions.map((definition) => [definition.name, possibleValue(definition)])))
    .map((object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));

const possibleValue = (definition: AttributeDefinition): fc.Arbitrary<unknown> =>
  sometimesNothing(
    definition.multiValued ? fc.array(simpleValue(definition), { maxLength: 3 }) : simpleValue(definition),
  );

/** Attributes as stored: no id, meta, members or groups; nulls and empty lists left in on purpose. */
export const arbitraryAttributes = (resourceType: ResourceType): fc.Arbitrary<Record<string, unknown>> => {
  const computed = new Set(['members', 'groups', 'password']);
  const core = resourceType.schema.attributes.filter(({ name }) => !computed.has(name));
  const extensions = resourceType.extensions.map(({ schema }) =>
    sometimesNothing(objectOf(schema.attributes)).map((data) => [schema.id, data] as const),
  );
  return fc
    .tuple(objectOf(core), fc.tuple(...extensions), sometimesNothing(fc.constantFrom(...texts)))
    .map(([attributes, data, externalId]) => ({
      ...attributes,
      ...Object.fromEntries(data.filter(([, value]) => value !== undefined)),
      ...(typeof externalId === 'string' && { externalId }),
    }));
};
