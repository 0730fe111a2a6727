import { settingDescriptions } from './descriptions.js';
import type { ScimSettings, SettingName } from './settings.js';

/** Chosen when a directory is created. `conformance` serves public test suites; it is no provider. */
export const providerKinds = [
  'generic',
  'jumpcloud',
  'okta',
  'entra',
  'onelogin',
  'google',
  'ping',
  'conformance',
] as const;
export type ProviderKind = (typeof providerKinds)[number];

const defaults = Object.freeze(
  Object.fromEntries(Object.entries(settingDescriptions).map(([name, { default: value }]) => [name, value])),
) as unknown as ScimSettings;

/** What every large provider needs: none is careful with `schemas`, and people fill in their profiles as they like. */
const lenient = { missingSchemas: 'accept', unknownSchema: 'ignore', referenceSyntax: 'any' } as const;

const deviations: { readonly [Kind in ProviderKind]: Partial<ScimSettings> } = {
  generic: {},
  /** PUT bodies are what the client still remembers of our last answer: absent and null mean "do not know". */
  jumpcloud: {
    ...lenient,
    putMissing: 'keep',
    putNull: 'keep',
    severalPrimary: 'keep-first',
    membersAfterLastRemoved: 'empty',
    endpointCase: 'any',
  },
  okta: { ...lenient, emptyStringClears: 'all' },
  entra: {
    ...lenient,
    patchResponse: 'no-content',
    replaceUnmatched: 'add',
    emptyStringClears: 'all',
    severalPrimary: 'keep-first',
  },
  /** Sends explicit nulls and blanks for whatever its own user record lacks. */
  onelogin: {
    ...lenient,
    emptyStringClears: 'all',
    unacceptableMediaType: 'answer',
    responseMediaType: 'as-accepted',
  },
  google: { ...lenient, emptyStringClears: 'all', severalPrimary: 'keep-first' },
  /**
   * PingOne cannot clear an attribute once set, PingFederate replaces by PUT what it has mapped. Ping's own SCIM SDK did not
   * know `pagination` until version 5.
   */
  ping: { ...lenient, severalPrimary: 'keep-first', cursorPagingAdvertised: false },
  conformance: {
    unknownMember: 'accept',
    missingSchemas: 'accept',
    unquotedFilterLiteral: 'accept',
    membersAfterLastRemoved: 'empty',
    unacceptableMediaType: 'answer',
  },
};

const presets = new Map<ProviderKind, ScimSettings>(
  providerKinds.map((kind) => [kind, Object.freeze({ ...defaults, ...deviations[kind] })]),
);

/** The settings a directory of this provider starts with. Frozen, and the same object every time. */
export const presetOf = (provider: ProviderKind): ScimSettings => presets.get(provider)!;

export const isProviderKind = (value: unknown): value is ProviderKind =>
  typeof value === 'string' && (providerKinds as readonly string[]).includes(value);

/** What a preset changes against `generic`, for documentation. */
export const presetDeviations = (provider: ProviderKind): Partial<ScimSettings> => deviations[provider];

export const settingNames = Object.keys(settingDescriptions) as readonly SettingName[];
