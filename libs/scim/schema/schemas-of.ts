import { isPresent } from '../canonical/presence.js';
import { own } from '../json/json-value.js';
import type { ResourceType } from './definition.js';

/** The `schemas` of a resource: the core URN, and each extension's that has data. RFC 7643 §3. */
export const schemasOf = (resourceType: ResourceType, resource: object): string[] => [
  resourceType.schema.id,
  ...resourceType.extensions.map(({ schema }) => schema.id).filter((urn) => isPresent(own(resource, urn))),
];
