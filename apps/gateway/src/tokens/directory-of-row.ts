import { groupResourceType, isProviderKind, presetOf, readSettings, userResourceType } from '#scim';
import type { Directory } from './directory.js';
import { limitsWith } from './directory-limits.js';
import type { DirectoryRow } from './statements/directories-changed-since.js';

/** Resolves what is stored of a directory. Overrides a later release no longer knows are passed over. */
export const directoryOf = (row: DirectoryRow): Directory => {
  const provider = isProviderKind(row.provider) ? row.provider : 'generic';
  const { limits, ...overrides } = row.settings;
  const read = readSettings(overrides);
  return Object.freeze({
    id: row.id,
    name: row.name,
    provider,
    enabled: row.state === 'enabled',
    settings: Object.freeze({ ...presetOf(provider), ...(read.kind === 'valid' && read.settings) }),
    limits: limitsWith(limits),
    resourceTypes: [userResourceType, groupResourceType],
    version: row.version,
  });
};
