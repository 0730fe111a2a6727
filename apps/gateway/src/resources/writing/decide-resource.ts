import { decideResource, type ResourceCommand } from '#domain';
import type { StoredResource } from '#read-model';
import { type Attributes, claimedValues, type ResourceType } from '#scim';
import type { Directory } from '../../tokens/directory.js';
import type { Decided } from './resource-writes.js';

/** Asks the domain, which knows neither rows nor directories. */
export const decide = (
  directory: Directory,
  type: ResourceType,
  stored: StoredResource | undefined,
  command: ResourceCommand,
): Decided => {
  const context = {
    resourceType: type.name,
    claims: (attributes: Attributes) => claimedValues(type, attributes, directory.settings),
  };
  const state = stored ? ({ is: 'live', ...stored } as const) : ({ is: 'absent' } as const);
  const decision = decideResource(state, command, context);
  const after = 'attributes' in command ? command.attributes : (stored?.attributes ?? {});
  return { decision, after };
};
