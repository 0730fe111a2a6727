import {
  type AttributeDefinition,
  conflictsOfRemoval,
  type ResourceType,
  type SchemaConflict,
  type SchemaDefinition,
  schemaConflicts,
} from '#scim';

/** Asked of stored resources before a change of types is taken: it is refused when any resource matches. */
export type Question = {
  readonly type: ResourceType;
  /** RFC 7644 §3.4.2.2; absent: every resource of the type matches. */
  readonly filter?: string;
  /** What to tell an operator about the resources that match. */
  readonly problem: string;
};

/** What stored resources have to be asked before a directory whose types were `before` may have `after`. */
export const questionsOfChange = (
  before: readonly ResourceType[],
  after: readonly ResourceType[],
): readonly Question[] =>
  before.flatMap((type): readonly Question[] => {
    const next = after.find(({ name }) => name === type.name);
    if (!next) return [{ type, problem: `there are resources of the type ${type.name}` }];
    if (next.schema.id !== type.schema.id) {
      return [{ type, problem: `resources of the type ${type.name} are made of ${type.schema.id}` }];
    }
    return [...questionsOfSchema(type, next, type.schema, next.schema), ...questionsOfExtensions(type, next)];
  });

const questionsOfExtensions = (before: ResourceType, after: ResourceType): readonly Question[] => {
  const kept = new Map(after.extensions.map((extension) => [extension.schema.id, extension]));
  const old = new Map(before.extensions.map((extension) => [extension.schema.id, extension]));
  const gone = before.extensions.flatMap(({ schema }) => {
    const next = kept.get(schema.id);
    const conflicts = next ? schemaConflicts(schema, next.schema) : conflictsOfRemoval(schema);
    return conflicts.map((conflict) => questionOf(conflict, before, next ? after : before, schema.id, true));
  });
  const owed = after.extensions.flatMap(({ schema, required }): readonly Question[] => {
    if (!required || old.get(schema.id)?.required === true) return [];
    const problem = `resources of the type ${after.name} have nothing of ${schema.id}`;
    return [{ type: after, filter: `not (schemas eq "${schema.id}")`, problem }];
  });
  return [...gone, ...owed];
};

const questionsOfSchema = (
  before: ResourceType,
  after: ResourceType,
  old: SchemaDefinition,
  next: SchemaDefinition,
): readonly Question[] =>
  schemaConflicts(old, next).map((conflict) => questionOf(conflict, before, after, next.id, false));

/** What is newly owed is known to the new schema only, what goes or changes to the old one. */
const questionOf = (
  { path, change, breaksWhen }: SchemaConflict,
  before: ResourceType,
  after: ResourceType,
  urn: string,
  isExtension: boolean,
): Question => {
  const place = `${urn}:${path}`;
  const isPresent = breaksWhen === 'present';
  const missing = isExtension ? `schemas eq "${urn}" and ${absenceOf(place)}` : absenceOf(place);
  return {
    type: readable(isPresent ? before : after),
    filter: isPresent ? `${place} pr` : missing,
    problem: `${path} would change (${change}), and resources of the type ${before.name} ${isPresent ? 'have a value there' : 'have none there'}`,
  };
};

/** A sub-attribute is owed only where its attribute is. */
const absenceOf = (place: string): string => {
  const dot = place.lastIndexOf('.');
  const isSub = dot > place.lastIndexOf(':');
  return isSub ? `${place.slice(0, dot)}[not (${place.slice(dot + 1)} pr)]` : `not (${place} pr)`;
};

/** The type with nothing hidden: clients must not ask about what is never returned, this check has to. */
const readable = (type: ResourceType): ResourceType => ({
  ...type,
  schema: { ...type.schema, attributes: type.schema.attributes.map(shown) },
  extensions: type.extensions.map((extension) => ({
    ...extension,
    schema: { ...extension.schema, attributes: extension.schema.attributes.map(shown) },
  })),
});

const shown = (definition: AttributeDefinition): AttributeDefinition => ({
  ...definition,
  returned: 'default',
  ...(definition.subAttributes && { subAttributes: definition.subAttributes.map(shown) }),
});
