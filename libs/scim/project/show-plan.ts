import { findAttribute } from '../resolve/find-attribute.js';
import { resolvePath } from '../resolve/resolve-path.js';
import { resolveUrn } from '../resolve/resolve-urn.js';
import { commonAttributes } from '../schema/common.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import type { Projection } from './projection.js';

/** `whole`, or the names of the sub-attributes that are shown. An attribute that is not in the plan is not shown. */
export type Shown = 'whole' | ReadonlySet<string>;

export type ShowPlan = {
  readonly core: ReadonlyMap<string, Shown>;
  readonly extensions: ReadonlyMap<string, ReadonlyMap<string, Shown>>;
};

/** What a list of names says, by definition: the whole attribute, or some of its sub-attributes. */
type Named = Map<AttributeDefinition, 'whole' | Set<AttributeDefinition>>;

const coreOf = ({ schema }: ResourceType): readonly AttributeDefinition[] => [
  ...commonAttributes.filter(({ name }) => !findAttribute(schema.attributes, name)),
  ...schema.attributes,
];

const nameOne = (named: Named, resourceType: ResourceType, name: string) => {
  const schema = resolveUrn(resourceType, name);
  if (schema) {
    for (const attribute of schema.schema.attributes) named.set(attribute, 'whole');
    return;
  }
  const path = resolvePath(resourceType, name);
  if (!path) return;
  const { attribute, subAttribute } = path;
  const before = named.get(attribute);
  if (!subAttribute || before === 'whole') named.set(attribute, 'whole');
  else named.set(attribute, new Set([...(before ?? []), subAttribute]));
};

const namedBy = (resourceType: ResourceType, names: readonly string[] | undefined): Named => {
  const named: Named = new Map();
  for (const name of names ?? []) nameOne(named, resourceType, name);
  return named;
};

type Choice = {
  readonly onlyNamed: boolean;
  readonly wanted: Named;
  readonly excluded: Named;
  readonly written: Named;
};

const showsSub = (
  parent: AttributeDefinition,
  subAttribute: AttributeDefinition,
  { onlyNamed, wanted, excluded, written }: Choice,
): boolean => {
  if (subAttribute.returned === 'never') return false;
  if (subAttribute.returned === 'always') return true;
  const isIn = (named: Named): boolean => {
    const subs = named.get(parent);
    return subs instanceof Set && subs.has(subAttribute);
  };
  if (isIn(wanted) || isIn(written)) return true;
  if (subAttribute.returned === 'request' || isIn(excluded)) return false;
  return !onlyNamed || !(wanted.get(parent) instanceof Set);
};

/** RFC 7643 §7 `returned`, against what the client named. */
const showsAttribute = (definition: AttributeDefinition, choice: Choice): boolean => {
  if (definition.returned === 'never') return false;
  if (definition.returned === 'always') return true;
  if (choice.wanted.has(definition)) return true;
  if (definition.returned === 'request') return choice.written.has(definition);
  return !choice.onlyNamed && choice.excluded.get(definition) !== 'whole';
};

const shownOf = (definition: AttributeDefinition, choice: Choice): Shown | undefined => {
  if (!showsAttribute(definition, choice)) return undefined;
  const subAttributes = definition.subAttributes ?? [];
  const shown = subAttributes.filter((subAttribute) => showsSub(definition, subAttribute, choice));
  if (shown.length === subAttributes.length) return 'whole';
  return shown.length > 0 ? new Set(shown.map(({ name }) => name)) : undefined;
};

const planOf = (definitions: readonly AttributeDefinition[], choice: Choice): ReadonlyMap<string, Shown> =>
  new Map(
    definitions.flatMap((definition) => {
      const shown = shownOf(definition, choice);
      return shown ? [[definition.name, shown] as const] : [];
    }),
  );

const plans = new WeakMap<Projection, WeakMap<ResourceType, ShowPlan>>();

/** The projection held against a resource type; made once for each pair. */
export const showPlan = (resourceType: ResourceType, projection: Projection): ShowPlan => {
  const byType = plans.get(projection) ?? new WeakMap<ResourceType, ShowPlan>();
  plans.set(projection, byType);
  const known = byType.get(resourceType);
  if (known) return known;
  const choice: Choice = {
    onlyNamed: projection.attributes !== undefined,
    wanted: namedBy(resourceType, projection.attributes),
    excluded: namedBy(resourceType, projection.excludedAttributes),
    written: namedBy(resourceType, projection.written),
  };
  const plan: ShowPlan = {
    core: planOf(coreOf(resourceType), choice),
    extensions: new Map(
      resourceType.extensions.map(({ schema }) => [schema.id, planOf(schema.attributes, choice)] as const),
    ),
  };
  byType.set(resourceType, plan);
  return plan;
};
