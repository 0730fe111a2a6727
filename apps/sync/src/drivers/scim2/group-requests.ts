import type { Task } from '../driver.js';
import { changedNames, namesOf, patchOp, type WriteRequest } from './user-requests.js';

type Operation = { readonly op: string; readonly path?: string; readonly value?: unknown };

/**
 * Brings a group's attributes up to date by PATCH, never by PUT: a PUT without members would empty the group. `externalId`
 * is given at creation only; several products refuse to have it changed.
 */
export const groupUpdate = ({ body, applied, isSure }: Task & { kind: 'update' }): WriteRequest => {
  const changed = (isSure ? changedNames(applied, body) : namesOf(applied, body)).filter(
    (name) => name !== 'externalId',
  );
  const value = Object.fromEntries(changed.filter((name) => name in body).map((name) => [name, body[name]]));
  const removed = changed.filter((name) => !(name in body)).map((path): Operation => ({ op: 'remove', path }));
  const Operations = [...(Object.keys(value).length > 0 ? [{ op: 'replace', value }] : []), ...removed];
  return { op: 'update', method: 'PATCH', body: { schemas: [patchOp], Operations }, changed };
};

/** Additions in one operation; removals one by one, in the only form that RFC 7644 §3.5.2.2 gives for some of many. */
export const membersUpdate = ({ add, remove }: Task & { kind: 'members' }): WriteRequest => {
  const additions: readonly Operation[] =
    add.length > 0 ? [{ op: 'add', path: 'members', value: add.map((value) => ({ value })) }] : [];
  const removals = remove.map((id): Operation => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` }));
  const Operations = [...additions, ...removals];
  return { op: 'members', method: 'PATCH', body: { schemas: [patchOp], Operations }, changed: ['members'] };
};
