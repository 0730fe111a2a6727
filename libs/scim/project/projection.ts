import { type ScimError, scimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';

/**
 * What of a resource an answer shows, RFC 7644 §3.9, as the client named it; names are resolved per resource type when it is
 * used. One projection serves resources of several types.
 */
export type Projection = {
  readonly kind: 'projection';
  /** Present: a PATCH must be answered with a body (RFC 7644 §3.5.2). */
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
  /** Paths the client wrote in this request: attributes that are returned only on request then are (RFC 7643 §7). */
  readonly written?: readonly string[];
};

/** Query parameters as strings or, repeated, lists of them; members of a search request as lists or strings. */
export type ProjectionParameters = { readonly attributes?: unknown; readonly excludedAttributes?: unknown };

const MAX_NAMES = 500;

/** Splits at commas; a filter behind a name, which the RFC does not know, is cut off. Linear. */
const namesIn = (raw: unknown): readonly string[] | undefined => {
  const texts = Array.isArray(raw) ? raw : [raw];
  if (texts.some((text) => typeof text !== 'string')) return undefined;
  return (texts as string[])
    .flatMap((text) => text.split(','))
    .map((name) => name.slice(0, name.includes('[') ? name.indexOf('[') : undefined).trim())
    .filter((name) => name !== '');
};

const readNames = (parameter: string, raw: unknown): readonly string[] | undefined | ScimError => {
  if (raw === undefined || raw === null) return undefined;
  const names = namesIn(raw);
  if (!names) return scimError(400, `${parameter}: must be a list of attribute names.`, 'invalidValue');
  if (names.length > MAX_NAMES) {
    return scimError(
      400,
      `${parameter}: names ${names.length} attributes; at most ${MAX_NAMES} are accepted.`,
      'invalidValue',
    );
  }
  return names.length > 0 ? names : undefined;
};

const isError = (value: readonly string[] | undefined | ScimError): value is ScimError =>
  value !== undefined && 'kind' in value;

/** Reads the two parameters, from a query or from a body. Names nobody knows are ignored later, not here. */
export const parseProjection = (
  parameters: ProjectionParameters,
  settings: Pick<ScimSettings, 'bothProjections'>,
  written?: readonly string[],
): Projection | ScimError => {
  const attributes = readNames('attributes', parameters.attributes);
  if (isError(attributes)) return attributes;
  const excluded = readNames('excludedAttributes', parameters.excludedAttributes);
  if (isError(excluded)) return excluded;
  if (attributes && excluded && settings.bothProjections === 'reject') {
    return scimError(400, 'attributes and excludedAttributes exclude one another; send one of them.', 'invalidValue');
  }
  return {
    kind: 'projection',
    ...(attributes ? { attributes } : excluded && { excludedAttributes: excluded }),
    ...(written && written.length > 0 && { written }),
  };
};

/** Everything that is returned by default. */
export const defaultProjection: Projection = Object.freeze({ kind: 'projection' });
