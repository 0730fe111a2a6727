import type { AttributeDefinition, SchemaDefinition } from './definition.js';

/** A change of a schema that stored resources may not survive, and the question whether any of them does not. */
export type SchemaConflict = {
  /** Below the schema: `badge` or `badge.code`. */
  readonly path: string;
  readonly change: 'removed' | 'type' | 'multiValued' | 'caseExact' | 'required' | 'uniqueness' | 'returned';
  /**
   * The change is refused when a stored resource has a value there, or when one has none. Ask with a filter over the old
   * schema: `<urn>:<path> pr`, or `not (<urn>:<path> pr)`.
   */
  readonly breaksWhen: 'present' | 'absent';
};

/**
 * What has to be asked of existing data before `after` may take the place of `before`; nothing when every resource valid
 * under the one is valid, and means the same, under the other. New optional attributes and new words never conflict.
 */
export const schemaConflicts = (before: SchemaDefinition, after: SchemaDefinition): readonly SchemaConflict[] =>
  listConflicts(before.attributes, after.attributes, '');

/** What an extension that comes to be required, or goes away as a whole, asks: of each of its attributes. */
export const conflictsOfRemoval = (schema: SchemaDefinition): readonly SchemaConflict[] =>
  schema.attributes.map(({ name }) => ({ path: name, change: 'removed', breaksWhen: 'present' }));

const listConflicts = (
  before: readonly AttributeDefinition[],
  after: readonly AttributeDefinition[],
  parent: string,
): readonly SchemaConflict[] => {
  const old = new Map(before.map((definition) => [definition.name.toLowerCase(), definition]));
  const kept = new Map(after.map((definition) => [definition.name.toLowerCase(), definition]));
  const changed = before.flatMap((definition): readonly SchemaConflict[] => {
    const path = `${parent}${definition.name}`;
    const next = kept.get(definition.name.toLowerCase());
    // Values are stored under the schema's spelling, so another spelling is another attribute.
    if (next?.name !== definition.name) return [{ path, change: 'removed', breaksWhen: 'present' }];
    return attributeConflicts(definition, next, path);
  });
  const added = after.flatMap((definition): readonly SchemaConflict[] =>
    definition.required && !old.has(definition.name.toLowerCase())
      ? [{ path: `${parent}${definition.name}`, change: 'required', breaksWhen: 'absent' }]
      : [],
  );
  return [...changed, ...added];
};

const attributeConflicts = (
  before: AttributeDefinition,
  after: AttributeDefinition,
  path: string,
): readonly SchemaConflict[] => {
  if (before.type !== after.type && !isWider(before.type, after.type))
    return [{ path, change: 'type', breaksWhen: 'present' }];
  if (before.multiValued !== after.multiValued) return [{ path, change: 'multiValued', breaksWhen: 'present' }];
  const conflicts: SchemaConflict[] = [];
  const add = (change: SchemaConflict['change'], breaksWhen: SchemaConflict['breaksWhen']) =>
    conflicts.push({ path, change, breaksWhen });
  if (before.caseExact !== after.caseExact && after.uniqueness !== 'none') add('caseExact', 'present');
  if (before.uniqueness === 'none' && after.uniqueness !== 'none') add('uniqueness', 'present');
  if (before.returned === 'never' && after.returned !== 'never') add('returned', 'present');
  if (!before.required && after.required) add('required', 'absent');
  return [...conflicts, ...listConflicts(before.subAttributes ?? [], after.subAttributes ?? [], `${path}.`)];
};

/** Every value of the narrower type is one of the wider. */
const isWider = (before: AttributeDefinition['type'], after: AttributeDefinition['type']): boolean =>
  before === 'integer' && after === 'decimal';
