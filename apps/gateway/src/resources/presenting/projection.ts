import type { Attributes, ResourceType, ScimError } from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';
export type Projection = { readonly kind: 'projection' };
export const readProjection = (_r: ScimRequest, _t: ResourceType): Projection | ScimError =>
  ({ kind: 'projection' }) as Projection;
export const shows = (_p: Projection, _t: ResourceType, _n: string) => true;
export const projectBody = (body: Attributes, _t: ResourceType, _p: Projection): Attributes => body;
