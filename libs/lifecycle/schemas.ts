import type { LifecycleType } from './lifecycle-event.js';

/** A JSON Schema (2020-12), as data. Additive: what is not named is allowed. */
export type JsonSchema = { readonly [keyword: string]: unknown };

const uuid = { type: 'string', format: 'uuid' } as const;
const name = { type: 'string', minLength: 1 } as const;
const object = { type: 'object' } as const;
const changed = { type: 'array', items: name, uniqueItems: true } as const;
const members = {
  type: 'array',
  minItems: 1,
  maxItems: 1_000,
  items: { type: 'object', required: ['value', 'type'], properties: { value: uuid, type: name } },
} as const;

const common = {
  id: { ...uuid, description: 'The same at every repeat of this event.' },
  v: { const: 1 },
  time: { type: 'string', format: 'date-time', description: 'When the change was decided, by the log.' },
  directoryId: uuid,
  requestId: { type: 'string' },
} as const;

type Particular = {
  readonly description: string;
  /** Absent: any resource type that is not built in. */
  readonly resourceType?: string;
  readonly properties?: JsonSchema;
};

const schemaOf = (type: LifecycleType, { description, resourceType, properties = {} }: Particular): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: type,
  description,
  type: 'object',
  required: ['id', 'type', 'v', 'time', 'directoryId', 'resource', 'requestId', ...Object.keys(properties)],
  properties: {
    ...common,
    type: { const: type },
    resource: {
      type: 'object',
      required: ['type', 'id', 'version'],
      properties: {
        type: resourceType === undefined ? name : { const: resourceType },
        id: uuid,
        version: { type: 'integer', minimum: 1 },
      },
    },
    ...properties,
  },
});

const whole = {
  attributes: { ...object, description: 'All attributes after the event, without id, meta and members.' },
};
const changes = { changed, ...whole };
const data = { data: object };

const particulars: Readonly<Record<LifecycleType, Particular>> = {
  'user.created': { description: 'A user came into being.', resourceType: 'User', properties: whole },
  'user.updated': { description: 'Attributes of a user changed.', resourceType: 'User', properties: changes },
  'user.deactivated': { description: 'A user must no longer get in.', resourceType: 'User', properties: changes },
  'user.reactivated': { description: 'A user may get in again.', resourceType: 'User', properties: changes },
  'user.deleted': { description: 'A user is gone for good.', resourceType: 'User' },
  'group.created': {
    description: 'A group came into being, without members.',
    resourceType: 'Group',
    properties: whole,
  },
  'group.updated': { description: 'Attributes of a group changed.', resourceType: 'Group', properties: changes },
  'group.members_added': {
    description: 'These are members now; some may have been before.',
    resourceType: 'Group',
    properties: { members },
  },
  'group.members_removed': {
    description: 'These are no members now; some may not have been before.',
    resourceType: 'Group',
    properties: { members },
  },
  'group.deleted': { description: 'A group is gone for good, and all its memberships.', resourceType: 'Group' },
  'resource.created': { description: 'A resource of a custom type came into being.', properties: whole },
  'resource.updated': { description: 'Attributes of a resource of a custom type changed.', properties: changes },
  'resource.deleted': { description: 'A resource of a custom type is gone for good.' },
  'directory.created': { description: 'A directory was created.', resourceType: 'Directory', properties: data },
  'directory.updated': { description: 'A directory changed.', resourceType: 'Directory', properties: data },
  'directory.disabled': { description: 'A directory takes no requests.', resourceType: 'Directory' },
  'directory.enabled': { description: 'A directory takes requests again.', resourceType: 'Directory' },
  'target.added': { description: 'A target was added.', resourceType: 'Target', properties: data },
  'target.updated': { description: 'A target changed.', resourceType: 'Target', properties: data },
  'target.paused': { description: 'Nothing is sent to a target.', resourceType: 'Target' },
  'target.resumed': { description: 'A target is kept in step again.', resourceType: 'Target' },
  'target.resync_requested': { description: 'Everything in a target is to be compared anew.', resourceType: 'Target' },
  'target.removed': { description: 'A target was removed.', resourceType: 'Target' },
};

/** One JSON Schema for each type of the lifecycle log: the contract with everyone who subscribes. */
export const lifecycleSchemas: Readonly<Record<LifecycleType, JsonSchema>> = Object.fromEntries(
  Object.entries(particulars).map(([type, particular]) => [type, schemaOf(type as LifecycleType, particular)]),
) as Record<LifecycleType, JsonSchema>;
