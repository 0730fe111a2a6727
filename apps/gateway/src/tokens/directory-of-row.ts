import {
  type CustomDefinitions,
  type DirectoryLimits,
  defaultLimits,
  groupResourceType,
  isProviderKind,
  isScimError,
  knownSettings,
  type LimitName,
  limitNames,
  presetOf,
  type ResourceType,
  resourceTypesOf,
  type SettingOverrides,
  userResourceType,
} from '#scim';
import type { Directory } from './directory.js';
import type { DirectoryRow } from './statements/directories-changed-since.js';

/** Resolves what is stored of a directory. Overrides a later release no longer knows are passed over. */
export const directoryOf = (row: DirectoryRow): Directory => {
  const provider = isProviderKind(row.provider) ? row.provider : 'generic';
  const overrides = knownSettings(row.settings);
  return Object.freeze({
    id: row.id,
    name: row.name,
    provider,
    enabled: row.state === 'enabled',
    settings: Object.freeze({ ...presetOf(provider), ...overrides }),
    limits: Object.freeze({ ...defaultLimits, ...picked(overrides, limitNames) }),
    resourceTypes: typesOf(row.schemas),
    version: row.version,
  });
};

const picked = (overrides: SettingOverrides, names: readonly LimitName[]): Partial<DirectoryLimits> =>
  Object.fromEntries(names.flatMap((name) => (overrides[name] === undefined ? [] : [[name, overrides[name]]])));

const builtIn: readonly ResourceType[] = [userResourceType, groupResourceType];

/** Documents were checked before they were taken; should a later release refuse one, the built-in types still work. */
const typesOf = ({ schemas = {}, resourceTypes = {} }: Partial<CustomDefinitions>): readonly ResourceType[] => {
  if (Object.keys(schemas).length === 0) return builtIn;
  const types = resourceTypesOf({ schemas, resourceTypes });
  return isScimError(types) ? builtIn : types;
};
