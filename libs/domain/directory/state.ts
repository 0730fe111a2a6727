import type { ProviderKind, SettingOverrides } from '#scim';
import type { EventPlace } from '../decider.js';
import type { DomainEvent } from '../event.js';
import { upcast } from '../upcast.js';
import type { DirectoryEvent, IssuedToken, PutResourceTypePayload, PutSchemaPayload } from './events.js';

/** Times in ms, effective log time. */
export type DirectoryToken = IssuedToken & { readonly issuedAt: number; readonly revokedAt: number | null };

export type CustomSchema = Omit<PutSchemaPayload, 'id'>;
export type CustomResourceType = Omit<PutResourceTypePayload, 'name'>;

/** What a directory adds to the schemas of RFC 7643: by URN, and by name. */
export type CustomSchemas = {
  readonly schemas: { readonly [id: string]: CustomSchema };
  readonly resourceTypes: { readonly [name: string]: CustomResourceType };
};

export const noCustomSchemas: CustomSchemas = { schemas: {}, resourceTypes: {} };

export type LiveDirectory = {
  readonly is: 'live';
  readonly version: number;
  readonly name: string;
  readonly provider: ProviderKind;
  readonly isEnabled: boolean;
  readonly settings: SettingOverrides;
  readonly tokens: readonly DirectoryToken[];
  readonly custom: CustomSchemas;
};

export type DirectoryState = { readonly is: 'absent' } | LiveDirectory;

/** @throws {EventError} for an event that this release does not know */
export const evolveDirectory = (state: DirectoryState, recorded: DomainEvent, place: EventPlace): DirectoryState => {
  const event = upcast(recorded);
  if (event.type === 'directory.created') {
    const { name, provider, settings } = event.data;
    const custom = noCustomSchemas;
    return { is: 'live', version: place.version, name, provider, isEnabled: true, settings, tokens: [], custom };
  }
  if (state.is !== 'live' || !isDirectoryEvent(event)) return state;
  return { ...state, ...changeBy(state, event, place.time), version: place.version };
};

const isDirectoryEvent = (event: { readonly type: string }): event is DirectoryEvent =>
  event.type.startsWith('directory.');

const changeBy = (state: LiveDirectory, event: DirectoryEvent, time: number): Partial<LiveDirectory> => {
  switch (event.type) {
    case 'directory.created':
      return {};
    case 'directory.renamed':
      return { name: event.data.name };
    case 'directory.disabled':
      return { isEnabled: false };
    case 'directory.enabled':
      return { isEnabled: true };
    case 'directory.settings_changed':
      return { settings: event.data.settings };
    case 'directory.token_issued':
      return { tokens: [...state.tokens, { ...event.data, issuedAt: time, revokedAt: null }] };
    case 'directory.token_revoked':
      return { tokens: state.tokens.map((token) => revoked(token, event.data.tokenId, time)) };
    default:
      return { custom: evolveCustomSchemas(state.custom, event) };
  }
};

const revoked = (token: DirectoryToken, tokenId: string, time: number): DirectoryToken =>
  token.tokenId === tokenId && token.revokedAt === null ? { ...token, revokedAt: time } : token;

/** Any event but those about schemas and resource types leaves them as they are. */
export const evolveCustomSchemas = (custom: CustomSchemas, event: DirectoryEvent): CustomSchemas => {
  switch (event.type) {
    case 'directory.schema_put': {
      const { id, ...schema } = event.data;
      return { ...custom, schemas: { ...custom.schemas, [id]: schema } };
    }
    case 'directory.schema_removed':
      return { ...custom, schemas: without(custom.schemas, event.data.id) };
    case 'directory.resource_type_put': {
      const { name, ...resourceType } = event.data;
      return { ...custom, resourceTypes: { ...custom.resourceTypes, [name]: resourceType } };
    }
    case 'directory.resource_type_removed':
      return { ...custom, resourceTypes: without(custom.resourceTypes, event.data.name) };
    default:
      return custom;
  }
};

const without = <T>(entries: { readonly [name: string]: T }, name: string): { readonly [name: string]: T } =>
  Object.fromEntries(Object.entries(entries).filter(([other]) => other !== name));
