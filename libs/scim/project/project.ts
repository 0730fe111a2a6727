import type { Attributes } from '../attributes.js';
import { isObject } from '../json/json-value.js';
import type { ResourceType } from '../schema/definition.js';
import type { Projection } from './projection.js';
import { type Shown, showPlan } from './show-plan.js';

const picked = (value: unknown, names: ReadonlySet<string>): unknown => {
  if (Array.isArray(value)) {
    const elements = value.flatMap((element) => picked(element, names) ?? []);
    return elements.length > 0 ? elements : undefined;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([name]) => names.has(name));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
};

const shownPart = (attributes: Attributes, plan: ReadonlyMap<string, Shown>): Attributes => {
  const part: Record<string, unknown> = {};
  for (const name of Object.keys(attributes)) {
    const shown = plan.get(name);
    if (!shown) continue;
    const value = shown === 'whole' ? attributes[name] : picked(attributes[name], shown);
    if (value !== undefined) part[name] = value;
  }
  return part;
};

/**
 * The part of a whole resource (with id, meta and whatever of members and groups was loaded) that the projection shows.
 * `schemas` stays the list of what the resource has. What no schema declares is never shown. The resource is not changed.
 */
export const project = (resourceType: ResourceType, resource: Attributes, projection: Projection): Attributes => {
  const plan = showPlan(resourceType, projection);
  const shown: Record<string, unknown> = { ...shownPart(resource, plan.core) };
  for (const [urn, attributes] of plan.extensions) {
    const held = Object.hasOwn(resource, urn) ? resource[urn] : undefined;
    if (!isObject(held)) continue;
    const part = shownPart(held, attributes);
    if (Object.keys(part).length > 0) shown[urn] = part;
  }
  return shown;
};

/** Whether any of a core attribute would be shown; if not, nobody needs to load it. */
export const isShown = (resourceType: ResourceType, projection: Projection, attributeName: string): boolean =>
  showPlan(resourceType, projection).core.has(attributeName);

/** Whether an answer shows members: only then are they loaded. */
export const needsMembers = (resourceType: ResourceType, projection: Projection): boolean =>
  isShown(resourceType, projection, 'members');

/** Whether an answer shows members with all their sub-attributes. */
export const showsWholeMembers = (resourceType: ResourceType, projection: Projection): boolean =>
  showPlan(resourceType, projection).core.get('members') === 'whole';

/** Whether an answer shows the groups a user belongs to. */
export const needsGroups = (resourceType: ResourceType, projection: Projection): boolean =>
  isShown(resourceType, projection, 'groups');
