import type { LifecycleEvent } from '#lifecycle';
import type { Fold, FoldedMember, FoldedObject, TargetOrder } from './folded.js';
import { readTargetChange } from './read-target-change.js';

/**
 * The last state of everything a batch touches: the last event of an object wins, memberships are kept one by one.
 * Events of directories change nothing here; unknown types are passed over.
 */
export const foldEvents = (events: readonly LifecycleEvent[]): Fold => {
  const objects = new Map<string, FoldedObject>();
  const members = new Map<string, FoldedMember>();
  const orders: TargetOrder[] = [];
  for (const event of events) {
    const [area, what] = event.type.split('.');
    if (area === 'target') orders.push(targetOrder(event, what as TargetOrder['kind']));
    else if (what === 'members_added' || what === 'members_removed') foldMembers(event, members);
    else if (area !== 'directory') foldObject(event, objects);
  }
  return { objects: [...objects.values()], members: [...members.values()], orders };
};

/** A state without attributes is one whose key was erased: its deletion follows, nothing is to be done before. */
const foldObject = (event: LifecycleEvent, objects: Map<string, FoldedObject>): void => {
  const isDeleted = event.type.endsWith('.deleted');
  if (!isDeleted && event.attributes === undefined) return;
  const doc = isDeleted ? {} : (event.attributes ?? {});
  objects.set(`${event.directoryId}/${event.resource.type}/${event.resource.id}`, {
    directory_id: event.directoryId,
    kind: event.resource.type,
    object_id: event.resource.id,
    version: event.resource.version,
    doc,
    active: !isDeleted && event.type !== 'user.deactivated' && doc['active'] !== false,
    is_deleted: isDeleted,
    event_id: event.id,
    request_id: event.requestId,
    occurred_at: event.time,
  });
};

const foldMembers = (event: LifecycleEvent, members: Map<string, FoldedMember>): void => {
  for (const { value, type } of event.members ?? []) {
    members.set(`${event.resource.id}/${value}`, {
      directory_id: event.directoryId,
      group_id: event.resource.id,
      member_id: value,
      member_kind: type,
      version: event.resource.version,
      is_present: event.type === 'group.members_added',
    });
  }
};

const targetOrder = (event: LifecycleEvent, kind: TargetOrder['kind']): TargetOrder => ({
  id: event.resource.id,
  version: event.resource.version,
  kind,
  change: readTargetChange(event.data ?? {}),
});
