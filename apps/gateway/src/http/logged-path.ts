import type { RequestContext } from './request-context.js';

const resourceId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The path of a request for the log. What a SCIM client puts behind the endpoint (`/Users/…`) and is no id of ours may
 * be somebody's name, and is left out.
 */
export const loggedPath = ({ target, face }: RequestContext): string => {
  if (face.is !== 'scim') return target.path;
  const base = target.path.slice(0, target.path.length - face.rest.length);
  const [, endpoint = '', ...others] = face.rest.split('/');
  const shown = [
    /^[A-Za-z]{1,64}$/.test(endpoint) ? endpoint : '*',
    ...others.map((part) => (resourceId.test(part) ? part : '*')),
  ];
  return face.rest === '' ? base : `${base}/${shown.join('/')}`;
};
