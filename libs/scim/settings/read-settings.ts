import { settingDescriptions } from './descriptions.js';
import { type DirectoryLimits, isLimitName, limitProblem } from './limits.js';
import { settingNames } from './presets.js';
import type { ScimSettings, SettingName } from './settings.js';

/** What a directory sets for itself: switches and limits under their names. */
export type SettingOverrides = Partial<ScimSettings & DirectoryLimits>;

export type SettingsRead =
  | { readonly kind: 'valid'; readonly settings: SettingOverrides }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

const isSettingName = (name: string): name is SettingName => settingNames.includes(name as SettingName);

const problemOf = (name: string, value: unknown): string | undefined => {
  if (isLimitName(name)) return limitProblem(name, value);
  if (!isSettingName(name)) return `${name}: there is no such setting`;
  const { values } = settingDescriptions[name];
  return (values as readonly unknown[]).includes(value)
    ? undefined
    : `${name}: must be one of ${values.map((allowed) => JSON.stringify(allowed)).join(', ')}`;
};

/** Of overrides that are stored already, those that this release still knows. */
export const knownSettings = (overrides: Readonly<Record<string, unknown>>): SettingOverrides =>
  Object.fromEntries(Object.entries(overrides).filter(([name, value]) => problemOf(name, value) === undefined));

/** Checks overrides that came from outside; every problem is reported at once, each beginning with the setting's name. */
export const readSettings = (overrides: unknown): SettingsRead => {
  if (typeof overrides !== 'object' || overrides === null || Array.isArray(overrides)) {
    return { kind: 'invalid', problems: ['settings: must be an object'] };
  }
  const problems = Object.entries(overrides).flatMap(([name, value]) => problemOf(name, value) ?? []);
  return problems.length > 0
    ? { kind: 'invalid', problems }
    : { kind: 'valid', settings: { ...overrides } as SettingOverrides };
};
