import { type Attributes, indexKeys, type ResourceType } from '#scim';
import type { DeletedRow, ResourceKeyRow, ResourceRow, TouchedRow } from './delta.js';
import type { OpenedEvent } from './opened-event.js';
import { ProjectionError, placeIn } from './projection-error.js';

const resourceKeyRow = ({ directoryId, aggregate }: OpenedEvent): ResourceKeyRow => ({
  directory_id: directoryId,
  type: aggregate.type,
  id: aggregate.id,
});

export const deletedRow = (event: OpenedEvent): DeletedRow => ({ ...resourceKeyRow(event), deleted_at: event.time });

export const touchedRow = (event: OpenedEvent): TouchedRow => ({
  ...resourceKeyRow(event),
  version: event.version,
  modified_at: event.time,
});

/**
 * The row after an event that carries the whole resource. `created_at` counts only when there is no row yet.
 *
 * @param resourceType whose attributes are indexed
 */
export const resourceRow = (
  event: OpenedEvent,
  doc: Attributes,
  resourceType: ResourceType,
  managerId: string | null = null,
): ResourceRow => {
  const keys = indexKeys(resourceType, doc);
  return {
    ...touchedRow(event),
    created_at: event.time,
    user_name_key: keys.userNameKey ?? null,
    external_id: keys.externalId ?? null,
    display_name_key: keys.displayNameKey ?? null,
    email_keys: keys.emailKeys,
    manager_id: managerId,
    doc,
  };
};

/** The whole resource after the event, or what stands in for it when nobody can read it any more. */
export const wholeResource = (event: OpenedEvent, placeholder: () => Attributes): Attributes => {
  if (event.personal === 'erased') return placeholder();
  if (event.personal === undefined) throw new ProjectionError('EVENT_MALFORMED', placeIn(event, 'personal'));
  return event.personal;
};
