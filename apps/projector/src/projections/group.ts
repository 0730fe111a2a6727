import { type Attributes, groupResourceType } from '#scim';
import type { Delta, MemberRow } from './delta.js';
import { isUuid } from './is-uuid.js';
import type { OpenedEvent } from './opened-event.js';
import { ProjectionError, placeIn } from './projection-error.js';
import { deletedRow, resourceRow, touchedRow, wholeResource } from './resource-row.js';

/** Members are rows of their own and arrive as differences; a difference moves the group's version and nothing else. */
export const projectGroup = (event: OpenedEvent): readonly Delta[] => {
  switch (event.type) {
    case 'group.created':
    case 'group.updated': {
      const doc = wholeResource(event, () => ({ displayName: `erased:${event.aggregate.id}` }));
      return [{ kind: 'put-resource', row: resourceRow(event, doc, groupResourceType) }];
    }
    case 'group.members_added':
      return [
        { kind: 'touch-resource', row: touchedRow(event) },
        { kind: 'add-members', rows: memberRows(event) },
      ];
    case 'group.members_removed':
      return [
        { kind: 'touch-resource', row: touchedRow(event) },
        { kind: 'remove-members', rows: memberRows(event) },
      ];
    case 'group.deleted':
      return [{ kind: 'delete-resource', row: deletedRow(event) }];
    default:
      throw new ProjectionError('EVENT_UNKNOWN', placeIn(event));
  }
};

/** A value that is not an id names nobody, and is left out. */
const memberRows = (event: OpenedEvent): readonly MemberRow[] => {
  const { members } = event.data;
  if (!Array.isArray(members)) throw new ProjectionError('EVENT_MALFORMED', placeIn(event, 'members'));
  const displays = displaysOf(event);
  return members.flatMap((member: { readonly value?: unknown; readonly type?: unknown }) => {
    if (typeof member?.value !== 'string' || typeof member.type !== 'string') {
      throw new ProjectionError('EVENT_MALFORMED', placeIn(event, 'members'));
    }
    if (!isUuid(member.value)) return [];
    const display = Object.hasOwn(displays, member.value) ? displays[member.value] : undefined;
    return [
      {
        directory_id: event.directoryId,
        group_id: event.aggregate.id,
        member_id: member.value.toLowerCase(),
        member_type: member.type,
        display: typeof display === 'string' ? display : null,
      },
    ];
  });
};

const displaysOf = ({ personal }: OpenedEvent): Attributes =>
  personal === undefined || personal === 'erased' ? {} : ((personal['displays'] as Attributes | undefined) ?? {});
