import type { Attributes } from '#lifecycle';
import type { Exchange, Task } from '../driver.js';
import { canonicalJson } from './canonical.js';
import type { Profile } from './profiles.js';

export type WriteRequest = {
  readonly op: Exchange['op'];
  readonly method: 'PUT' | 'PATCH';
  readonly body: unknown;
  readonly changed: readonly string[];
};

export const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Names that differ between two accounts; all of them when the first is unknown. */
export const changedNames = (applied: Attributes | undefined, body: Attributes): readonly string[] =>
  namesOf(applied, body).filter((name) => canonicalJson(applied?.[name]) !== canonicalJson(body[name]));

export const namesOf = (applied: Attributes | undefined, body: Attributes): readonly string[] =>
  [...new Set([...Object.keys(applied ?? {}), ...Object.keys(body)])].filter((name) => name !== 'schemas');

/** The requests, one after another, that bring an account to `body`. Each may be repeated. Unsure: everything. */
export const updateRequests = (
  { body, applied, isSure }: Pick<Task & { kind: 'update' }, 'body' | 'applied' | 'isSure'>,
  update: 'put' | 'patch',
  activation: Profile['activation'],
): readonly WriteRequest[] => {
  const changed = isSure ? changedNames(applied, body) : namesOf(applied, body);
  const op = operationName(applied, body);
  const whole: WriteRequest =
    update === 'put'
      ? { op, method: 'PUT', body, changed }
      : { op, method: 'PATCH', body: difference(body, changed), changed };
  if (activation === 'with_update' || !changed.includes('active')) return [whole];
  const only: WriteRequest = {
    op: op === 'update' ? 'reactivate' : op,
    method: 'PATCH',
    body: { schemas: [patchOp], Operations: [{ op: 'replace', value: { active: body['active'] } }] },
    changed: ['active'],
  };
  return changed.length === 1 ? [only] : [{ ...whole, op: 'update' }, only];
};

const operationName = (applied: Attributes | undefined, body: Attributes): Exchange['op'] => {
  if (body['active'] === false) return applied?.['active'] === false ? 'update' : 'deactivate';
  return applied?.['active'] === false ? 'reactivate' : 'update';
};

const difference = (body: Attributes, changed: readonly string[]): unknown => {
  const value = Object.fromEntries(changed.filter((name) => name in body).map((name) => [name, body[name]]));
  const removed = changed.filter((name) => !(name in body));
  return {
    schemas: [patchOp],
    Operations: [
      ...(Object.keys(value).length > 0 ? [{ op: 'replace', value }] : []),
      ...removed.map((path) => ({ op: 'remove', path })),
    ],
  };
};
