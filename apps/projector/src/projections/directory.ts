import type { DirectoryEvent } from '#domain';
import type { Delta, Step } from './delta.js';
import type { OpenedEvent } from './opened-event.js';

/** Each event moves the directory's version and time, so that whoever holds directories in memory sees what changed. */
export const projectDirectory = (event: OpenedEvent): readonly Delta[] =>
  steps(event, event as OpenedEvent & DirectoryEvent).map((step) => ({ kind: 'step', step }));

const steps = ({ aggregate, version, time }: OpenedEvent, event: DirectoryEvent): readonly Step[] => {
  const { id } = aggregate;
  const change = (name: string | null, state: string | null, settings: unknown = null): Step => ({
    statement: 'changeDirectory',
    values: [id, name, state, settings === null ? null : JSON.stringify(settings), version, time],
  });
  const put = (path: readonly string[], document: unknown): Step => ({
    statement: 'putCustomSchema',
    values: [id, path, JSON.stringify(document), version, time],
  });
  const remove = (path: readonly string[]): Step => ({
    statement: 'removeCustomSchema',
    values: [id, path, version, time],
  });
  switch (event.type) {
    case 'directory.created': {
      const { name, provider, settings } = event.data;
      const values = [id, name, provider, JSON.stringify(settings), version, time];
      return [{ statement: 'createDirectory', values }];
    }
    case 'directory.renamed':
      return [change(event.data.name, null)];
    case 'directory.disabled':
      return [change(null, 'disabled')];
    case 'directory.enabled':
      return [change(null, 'enabled')];
    case 'directory.settings_changed':
      return [change(null, null, event.data.settings)];
    case 'directory.token_issued': {
      const { tokenId, digest, label, expiresAt } = event.data;
      return [change(null, null), { statement: 'issueToken', values: [tokenId, id, digest, label, expiresAt, time] }];
    }
    case 'directory.token_revoked':
      return [change(null, null), { statement: 'revokeToken', values: [event.data.tokenId, id, time] }];
    case 'directory.schema_put': {
      const { id: urn, ...schema } = event.data;
      return [put(['schemas', urn], schema)];
    }
    case 'directory.schema_removed':
      return [remove(['schemas', event.data.id])];
    case 'directory.resource_type_put': {
      const { name, ...resourceType } = event.data;
      return [put(['resourceTypes', name], resourceType)];
    }
    case 'directory.resource_type_removed':
      return [remove(['resourceTypes', event.data.name])];
  }
};
