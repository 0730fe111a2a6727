import { type Attributes, ENTERPRISE_USER_SCHEMA, userResourceType } from '#scim';
import type { Delta } from './delta.js';
import { isUuid } from './is-uuid.js';
import type { OpenedEvent } from './opened-event.js';
import { ProjectionError, placeIn } from './projection-error.js';
import { deletedRow, resourceRow, wholeResource } from './resource-row.js';

/** Every event but the last carries the whole user after it, so none depends on what the row was before. */
export const projectUser = (event: OpenedEvent): readonly Delta[] => {
  switch (event.type) {
    case 'user.created':
    case 'user.updated':
    case 'user.deactivated':
    case 'user.reactivated': {
      const doc = wholeResource(event, () => erasedUser(event));
      return [{ kind: 'put-resource', row: resourceRow(event, doc, userResourceType, managerOf(doc)) }];
    }
    case 'user.deleted':
      return [{ kind: 'delete-resource', row: deletedRow(event) }];
    default:
      throw new ProjectionError('EVENT_UNKNOWN', placeIn(event));
  }
};

/** A user nobody can name any more, until its deletion follows. */
const erasedUser = ({ aggregate, data }: OpenedEvent): Attributes => ({
  userName: `erased:${aggregate.id}`,
  active: data['active'] === true,
});

const managerOf = (doc: Attributes): string | null => {
  const enterprise = doc[ENTERPRISE_USER_SCHEMA] as { manager?: { value?: unknown } } | undefined;
  const value = enterprise?.manager?.value;
  return typeof value === 'string' && isUuid(value) ? value : null;
};
