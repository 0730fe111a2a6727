import { type ScimError, scimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';
import { type EntityTags, etagOf, matchesTag, parseEntityTags, type Tagged } from './etag.js';

export type Preconditions = { readonly ifMatch?: EntityTags; readonly ifNoneMatch?: EntityTags };

/** From the two headers as they came, or from a bulk operation's `version`, which counts as If-Match (RFC 7644 §3.7). */
export const readPreconditions = (headers: {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}): Preconditions => ({
  ...(headers.ifMatch !== undefined && { ifMatch: parseEntityTags(headers.ifMatch) }),
  ...(headers.ifNoneMatch !== undefined && { ifNoneMatch: parseEntityTags(headers.ifNoneMatch) }),
});

/** Whether a GET of an existing resource may answer 304. */
export const isNotModified = (preconditions: Preconditions, resource: Tagged): boolean =>
  preconditions.ifNoneMatch !== undefined && matchesTag(preconditions.ifNoneMatch, resource);

/**
 * What stands against a PUT, PATCH or DELETE of an existing resource as it is: 412, 428 where the directory insists on
 * If-Match, or nothing. A resource that does not exist is not asked about here.
 */
export const checkWritePreconditions = (
  preconditions: Preconditions,
  resource: Tagged,
  settings: Pick<ScimSettings, 'requireIfMatch'>,
): ScimError | undefined => {
  const { ifMatch, ifNoneMatch } = preconditions;
  if (!ifMatch && settings.requireIfMatch) {
    return scimError(
      428,
      'This directory accepts changes only with an If-Match header that names the current version.',
    );
  }
  if (ifMatch && !matchesTag(ifMatch, resource)) {
    return scimError(412, `If-Match does not name the current version, which is ${etagOf(resource)}.`);
  }
  if (ifNoneMatch && matchesTag(ifNoneMatch, resource)) {
    return scimError(412, `If-None-Match excludes the current version, ${etagOf(resource)}.`);
  }
  return undefined;
};

/** The 412 for a PUT, PATCH or DELETE with If-Match of what does not exist, where the directory wants that instead of 404. */
export const checkAbsentPreconditions = (
  { ifMatch }: Preconditions,
  settings: Pick<ScimSettings, 'ifMatchUnknownId'>,
): ScimError | undefined =>
  ifMatch && settings.ifMatchUnknownId === 'precondition-failed'
    ? scimError(412, 'If-Match cannot be met: there is no such resource.')
    : undefined;
