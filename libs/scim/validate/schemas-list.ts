import { type ResolvedSchema, resolveUrn } from '../resolve/resolve-urn.js';
import type { ResourceType } from '../schema/definition.js';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import type { ScimSettings } from '../settings/settings.js';
import { type Reading, report } from './problem.js';

const LEGACY_ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0';
const legacyUrns: ReadonlyMap<string, readonly string[]> = new Map([
  [LEGACY_ENTERPRISE, [ENTERPRISE_USER_SCHEMA]],
  ['urn:scim:schemas:core:1.0', [USER_SCHEMA, GROUP_SCHEMA]],
]);

/** The schema a URN of a body names, SCIM 1.x spellings included where the directory takes them. */
export const schemaNamed = (
  resourceType: ResourceType,
  urn: string,
  settings: Pick<ScimSettings, 'legacyEnterpriseUrn'>,
): ResolvedSchema | undefined => {
  const found = resolveUrn(resourceType, urn);
  if (found || settings.legacyEnterpriseUrn === 'reject') return found;
  for (const current of legacyUrns.get(urn.toLowerCase()) ?? []) {
    const known = resolveUrn(resourceType, current);
    if (known) return known;
  }
  return undefined;
};

/** A path with the SCIM 1.x URN of the enterprise extension, under the current one. */
export const currentUrns = (path: string, settings: Pick<ScimSettings, 'legacyEnterpriseUrn'>): string => {
  const isLegacy =
    settings.legacyEnterpriseUrn === 'accept' &&
    path.slice(0, LEGACY_ENTERPRISE.length).toLowerCase() === LEGACY_ENTERPRISE;
  return isLegacy ? `${ENTERPRISE_USER_SCHEMA}${path.slice(LEGACY_ENTERPRISE.length)}` : path;
};

/**
 * Checks `schemas` of a body, RFC 7643 §3. Gives the URNs of the extensions it names in canonical spelling; undefined when
 * the directory lets it be left out and it was.
 */
export const readSchemas = (
  resourceType: ResourceType,
  raw: unknown,
  reading: Reading,
): ReadonlySet<string> | undefined => {
  const { settings } = reading;
  const isMissing = raw === undefined || raw === null || (Array.isArray(raw) && raw.length === 0);
  if (isMissing) {
    return settings.missingSchemas === 'accept'
      ? undefined
      : report(reading, 'schemas', `is required and must contain ${resourceType.schema.id}`, 'invalidSyntax');
  }
  if (!Array.isArray(raw) || raw.some((urn) => typeof urn !== 'string')) {
    return report(reading, 'schemas', 'must be a list of URNs', 'invalidSyntax');
  }
  const named = (raw as string[]).map((urn) => schemaNamed(resourceType, urn, settings));
  if (named.includes(undefined) && settings.unknownSchema === 'reject') {
    report(reading, 'schemas', `contains a URN that ${resourceType.name} does not have`, 'invalidSyntax');
  } else if (
    !named.some((schema) => schema && schema.extension === undefined) &&
    settings.missingSchemas === 'reject'
  ) {
    report(reading, 'schemas', `must contain ${resourceType.schema.id}`, 'invalidSyntax');
  }
  return new Set(named.flatMap((schema) => schema?.extension ?? []));
};
