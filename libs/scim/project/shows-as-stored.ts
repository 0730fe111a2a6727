import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { pointsAtResource } from '../validate/reference-complex.js';
import { coreAttributesOf, isKept } from '../validate/stored-attributes.js';
import type { Projection } from './projection.js';
import { showPlan } from './show-plan.js';

const keysByProjection = new WeakMap<Projection, WeakMap<ResourceType, readonly string[] | undefined>>();

const keysToRewrite = (type: ResourceType, projection: Projection): readonly string[] | undefined => {
  const plan = showPlan(type, projection);
  if (plan.core.get('meta') !== 'whole' || typeof plan.core.get('groups') === 'object') return undefined;
  const scopes = [
    { definitions: coreAttributesOf(type), shown: plan.core },
    ...type.extensions.map(({ schema }) => ({
      definitions: schema.attributes,
      shown: plan.extensions.get(schema.id) ?? new Map<string, never>(),
    })),
  ];
  const kept = scopes.flatMap(({ definitions, shown }) =>
    definitions.filter(isKept).map((definition) => ({ definition, isWhole: shown.get(definition.name) === 'whole' })),
  );
  if (!kept.every(({ isWhole }) => isWhole)) return undefined;
  return kept.flatMap(({ definition }) => (pointsAtResource(definition) ? [keyOf(definition)] : []));
};

const keyOf = ({ name }: AttributeDefinition): string => JSON.stringify(name);

/**
 * Whether the stored attributes of a resource, given as JSON text, are what `project` would show of them: the projection
 * leaves nothing out, of `meta` and `groups` beside them neither, and there is no value beside which a `$ref` must be written. May say no when the answer is yes.
 */
export const showsAsStored = (type: ResourceType, projection: Projection, text: string): boolean => {
  const byType = keysByProjection.get(projection) ?? new WeakMap<ResourceType, readonly string[] | undefined>();
  keysByProjection.set(projection, byType);
  if (!byType.has(type)) byType.set(type, keysToRewrite(type, projection));
  const keys = byType.get(type);
  return keys !== undefined && text.includes('"schemas"') && !keys.some((key) => text.includes(key));
};
