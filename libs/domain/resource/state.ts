import type { Attributes } from '#scim';
import type { EventPlace } from '../decider.js';
import type { DomainEvent } from '../event.js';

/** A user, a group without its members, or a resource of a custom type. Times are effective log time, ms. */
export type ResourceState = { readonly is: 'absent' } | LiveResource | { readonly is: 'deleted' };

export type LiveResource = {
  readonly is: 'live';
  readonly id: string;
  readonly version: number;
  readonly attributes: Attributes;
  readonly createdAt: number;
  readonly modifiedAt: number;
};

export const evolveResource = (state: ResourceState, event: DomainEvent, place: EventPlace): ResourceState => {
  const { id, version, time } = place;
  const what = event.type.slice(event.type.indexOf('.') + 1);
  if (what === 'deleted') return { is: 'deleted' };
  const attributes = event.personal ?? {};
  if (what === 'created') return { is: 'live', id, version, attributes, createdAt: time, modifiedAt: time };
  if (state.is !== 'live') return state;
  const isAboutMembers = what === 'members_added' || what === 'members_removed';
  return { ...state, version, modifiedAt: time, attributes: isAboutMembers ? state.attributes : attributes };
};
