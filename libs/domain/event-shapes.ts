import type { DirectoryEvent } from './directory/events.js';
import type { ResourceEvent } from './resource/events.js';
import type { TargetEvent } from './target/events.js';

/** Every domain event there is, in its present form. */
export type KnownEvent = ResourceEvent | DirectoryEvent | TargetEvent;
export type EventType = KnownEvent['type'];

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => Number.isSafeInteger(value);
const isList: Check = (value) => Array.isArray(value);
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTime: Check = (value) => value === null || isCount(value);

type Shape = { readonly v: number; readonly data: Readonly<Record<string, Check>> };

const shape = (data: Shape['data'] = {}): Shape => ({ v: 1, data });
const userChange = shape({ changed: isList, active: isFlag });
const resourceChange = shape({ changed: isList });
const memberChange = shape({ members: isList });
const definition = {
  directoryId: isText,
  name: isText,
  profile: isText,
  url: isText,
  secret: isText,
  settings: isObject,
} as const;
const order = shape({ directoryId: isText });

/** The present version of each type, and what its `data` must hold. */
export const eventShapes: Readonly<Record<EventType, Shape>> = {
  'user.created': userChange,
  'user.updated': userChange,
  'user.deactivated': userChange,
  'user.reactivated': userChange,
  'user.deleted': shape(),
  'group.created': resourceChange,
  'group.updated': resourceChange,
  'group.members_added': memberChange,
  'group.members_removed': memberChange,
  'group.deleted': shape(),
  'resource.created': resourceChange,
  'resource.updated': resourceChange,
  'resource.deleted': shape(),
  'directory.created': shape({ name: isText, provider: isText, settings: isObject }),
  'directory.renamed': shape({ name: isText }),
  'directory.disabled': shape(),
  'directory.enabled': shape(),
  'directory.settings_changed': shape({ settings: isObject }),
  'directory.token_issued': shape({ tokenId: isText, digest: isText, label: isText, expiresAt: isTime }),
  'directory.token_revoked': shape({ tokenId: isText }),
  'directory.schema_put': shape({ id: isText, document: isObject, extends: isList, revision: isCount }),
  'directory.schema_removed': shape({ id: isText }),
  'directory.resource_type_put': shape({ name: isText, document: isObject, revision: isCount }),
  'directory.resource_type_removed': shape({ name: isText }),
  'target.added': shape(definition),
  'target.updated': shape({ ...definition, changed: isList }),
  'target.paused': order,
  'target.resumed': order,
  'target.resync_requested': order,
  'target.removed': order,
};
