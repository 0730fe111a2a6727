import type { DirectoryEvent } from '#domain';
import type { Delta, Step } from './delta.js';
import type { OpenedEvent } from './opened-event.js';

/** Each event moves the directory's version and time, so that whoever holds directories in memory sees what changed. */
export const projectDirectory = (event: OpenedEvent): readonly Delta[] =>
  steps(event, event as OpenedEvent & DirectoryEvent).map((step) => ({ kind: 'step', step }));

type SettingsChange = { readonly name?: string; readonly state?: 'enabled' | 'disabled'; readonly settings?: object };

/** What is not named stays as it was. */
const change = ({ aggregate, version, time }: OpenedEvent, { name, state, settings }: SettingsChange): Step => ({
  statement: 'changeDirectory',
  values: [
    aggregate.id,
    name ?? null,
    state ?? null,
    settings === undefined ? null : JSON.stringify(settings),
    version,
    time,
  ],
});

const steps = (place: OpenedEvent, event: DirectoryEvent): readonly Step[] => {
  const { aggregate, version, time } = place;
  switch (event.type) {
    case 'directory.created': {
      const { name, provider, settings } = event.data;
      const values = [aggregate.id, name, provider, JSON.stringify(settings), version, time];
      return [{ statement: 'createDirectory', values }];
    }
    case 'directory.renamed':
      return [change(place, { name: event.data.name })];
    case 'directory.disabled':
      return [change(place, { state: 'disabled' })];
    case 'directory.enabled':
      return [change(place, { state: 'enabled' })];
    case 'directory.settings_changed':
      return [change(place, { settings: event.data.settings })];
    case 'directory.token_issued': {
      const { tokenId, digest, label, expiresAt, readOnly = false } = event.data;
      const values = [tokenId, aggregate.id, digest, label, expiresAt, time, readOnly];
      return [change(place, {}), { statement: 'issueToken', values }];
    }
    case 'directory.token_revoked':
      return [change(place, {}), { statement: 'revokeToken', values: [event.data.tokenId, aggregate.id, time] }];
    default:
      return [customSchemaStep(place, event)];
  }
};

type CustomSchemaEvent = Extract<
  DirectoryEvent,
  { readonly type: `directory.${'schema' | 'resource_type'}_${string}` }
>;

const customSchemaStep = ({ aggregate, version, time }: OpenedEvent, event: CustomSchemaEvent): Step => {
  const put = (path: readonly string[], document: object): Step => ({
    statement: 'putCustomSchema',
    values: [aggregate.id, path, JSON.stringify(document), version, time],
  });
  const remove = (path: readonly string[]): Step => ({
    statement: 'removeCustomSchema',
    values: [aggregate.id, path, version, time],
  });
  switch (event.type) {
    case 'directory.schema_put': {
      const { id, ...schema } = event.data;
      return put(['schemas', id], schema);
    }
    case 'directory.schema_removed':
      return remove(['schemas', event.data.id]);
    case 'directory.resource_type_put': {
      const { name, ...resourceType } = event.data;
      return put(['resourceTypes', name], resourceType);
    }
    case 'directory.resource_type_removed':
      return remove(['resourceTypes', event.data.name]);
  }
};
