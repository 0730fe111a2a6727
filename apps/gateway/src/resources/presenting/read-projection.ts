import { defaultProjection, type Projection, parseProjection, type ScimError } from '#scim';
import { queryParameters } from '../../exchange/query-parameters.js';
import type { ScimRequest } from '../../exchange/scim-request.js';

/** The projection a request asks for. Without parameters always the same object, by which its plan is remembered. */
export const readProjection = ({ query, caller }: ScimRequest): Projection | ScimError => {
  if (query.size === 0) return defaultProjection;
  const { settings } = caller.directory;
  const { attributes, excludedAttributes } = queryParameters(query, settings);
  if (attributes === undefined && excludedAttributes === undefined) return defaultProjection;
  return parseProjection({ attributes, excludedAttributes }, settings);
};

/** Whether the answer must have a body whatever the directory prefers (RFC 7644 §3.5.2). */
export const asksForAttributes = ({ attributes }: Projection): boolean => attributes !== undefined;
