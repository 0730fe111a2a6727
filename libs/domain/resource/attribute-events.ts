import type { Attributes } from '#scim';
import type { DomainEvent } from '../event.js';
import { isSameJson } from '../same-json.js';

/** SCIM: a user without `active` is active (RFC 7643 §4.1.1 leaves it to the provider). */
const isActive = (attributes: Attributes): boolean => attributes['active'] !== false;

const familyOf = (resourceType: string): 'user' | 'group' | 'resource' =>
  resourceType === 'User' ? 'user' : resourceType === 'Group' ? 'group' : 'resource';

const attributeEvent = (
  type: string,
  resourceType: string,
  changed: readonly string[],
  after: Attributes,
): DomainEvent => ({
  type,
  v: 1,
  data: { changed, ...(resourceType === 'User' && { active: isActive(after) }) },
  personal: after,
});

export const createdEvent = (resourceType: string, attributes: Attributes): DomainEvent =>
  attributeEvent(`${familyOf(resourceType)}.created`, resourceType, Object.keys(attributes), attributes);

export const deletedEvent = (resourceType: string): DomainEvent => ({
  type: `${familyOf(resourceType)}.deleted`,
  v: 1,
  data: {},
});

/** Of attributes that are as before, where the directory wants a version all the same. */
export const restatedEvent = (resourceType: string, attributes: Attributes): DomainEvent =>
  attributeEvent(`${familyOf(resourceType)}.updated`, resourceType, [], attributes);

/**
 * None when nothing changed. A user's `active` has events of its own beside `user.updated`. All events of one command
 * carry the same attributes, those after it: one version is one state.
 */
export const changeEvents = (resourceType: string, before: Attributes, after: Attributes): readonly DomainEvent[] => {
  const changed = changedNames(before, after);
  const isFlipped = resourceType === 'User' && isActive(before) !== isActive(after);
  const others = isFlipped ? changed.filter((name) => name !== 'active') : changed;
  const flip = isActive(after) ? 'user.reactivated' : 'user.deactivated';
  return [
    ...(others.length > 0 ? [attributeEvent(`${familyOf(resourceType)}.updated`, resourceType, others, after)] : []),
    ...(isFlipped ? [attributeEvent(flip, resourceType, ['active'], after)] : []),
  ];
};

const changedNames = (before: Attributes, after: Attributes): readonly string[] => {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const own = (attributes: Attributes, name: string): unknown =>
    Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return [...names].filter((name) => !isSameJson(own(before, name), own(after, name)));
};
