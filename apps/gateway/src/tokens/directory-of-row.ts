import {
  type CustomDefinitions,
  groupResourceType,
  isProviderKind,
  isScimError,
  presetOf,
  type ResourceType,
  readSettings,
  resourceTypesOf,
  userResourceType,
} from '#scim';
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
    resourceTypes: typesOf(row.schemas),
    version: row.version,
  });
};

const builtIn: readonly ResourceType[] = [userResourceType, groupResourceType];

/** Documents were checked before they were taken; should a later release refuse one, the built-in types still work. */
const typesOf = ({ schemas = {}, resourceTypes = {} }: Partial<CustomDefinitions>): readonly ResourceType[] => {
  if (Object.keys(schemas).length === 0) return builtIn;
  const types = resourceTypesOf({ schemas, resourceTypes });
  return isScimError(types) ? builtIn : types;
};
