import { userResourceType } from '#scim';
import type { Delta } from './delta.js';
import type { OpenedEvent } from './opened-event.js';
import { ProjectionError, placeIn } from './projection-error.js';
import { deletedRow, resourceRow, wholeResource } from './resource-row.js';

/**
 * Resources of types that a directory defined itself. Their attributes are indexed as a user's of the same name: the
 * definition may change later, and a key that no filter asks for does no harm.
 */
export const projectCustomResource = (event: OpenedEvent): readonly Delta[] => {
  switch (event.type) {
    case 'resource.created':
    case 'resource.updated': {
      const doc = wholeResource(event, () => ({}));
      return [{ kind: 'put-resource', row: resourceRow(event, doc, userResourceType) }];
    }
    case 'resource.deleted':
      return [{ kind: 'delete-resource', row: deletedRow(event) }];
    default:
      throw new ProjectionError('EVENT_UNKNOWN', placeIn(event));
  }
};
