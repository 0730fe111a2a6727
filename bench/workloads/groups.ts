import type { Ground, Workload } from '../workload.js';

/** Those that are read are others than those that grow. */
type Use = 'grow' | 'read';

const idsByName = new WeakMap<Ground, Map<string, string>>();
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const chunk = 1_000;

const call = async (ground: Ground, method: string, path: string, body: unknown): Promise<{ id: string }> => {
  const answer = await fetch(`${ground.origin}/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${ground.token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.status === 204 ? { id: '' } : ((await answer.json()) as { id: string });
};

const nameOf = (size: number, use: Use): string => `Group of ${size} to ${use}`;

export const idOfGroup = (ground: Ground, size: number, use: Use): string | undefined =>
  idsByName.get(ground)?.get(nameOf(size, use));

/** A group with the first `size` users as members, made once per run. */
export const groupOf = (size: number, use: Use) => async (ground: Ground) => {
  if (idOfGroup(ground, size, use) !== undefined) return;
  const { id } = await call(ground, 'POST', '/Groups', { schemas: [groupSchema], displayName: nameOf(size, use) });
  for (let from = 0; from < size; from += chunk) {
    const value = ground.userIds.slice(from, Math.min(size, from + chunk)).map((member) => ({ value: member }));
    await call(ground, 'PATCH', `/Groups/${id}?attributes=displayName`, {
      schemas: [patchSchema],
      Operations: [{ op: 'add', path: 'members', value }],
    });
  }
  idsByName.set(ground, (idsByName.get(ground) ?? new Map<string, string>()).set(nameOf(size, use), id));
};

/** As many as are added in the usual time: whoever is added again costs next to nothing. */
const newcomers = 50_000;

const newcomer = (userIds: readonly string[], size: number, index: number): string =>
  userIds[size + (index % (userIds.length - size))] ?? '';

/**
 * Adds one more member a request, of those who are not yet in the group; the answer leaves the members out, as a
 * provider that counts its bytes asks for.
 */
export const addMember = (size: number): Workload => ({
  name: `group-add-${size}`,
  about: `PATCH add one member, group of ${size.toLocaleString('en')}`,
  leastUsers: size + newcomers,
  prepare: groupOf(size, 'grow'),
  request: (ground, index) => ({
    method: 'PATCH',
    path: `/scim/v2/Groups/${idOfGroup(ground, size, 'grow')}?excludedAttributes=members`,
    body: JSON.stringify({
      schemas: [patchSchema],
      Operations: [{ op: 'add', path: 'members', value: [{ value: newcomer(ground.userIds, size, index) }] }],
    }),
    accept: (status) => status === 200,
  }),
});

export const getGroup = (size: number): Workload => ({
  name: `group-get-${size}`,
  about: `GET /Groups/{id}, ${size.toLocaleString('en')} members`,
  leastUsers: size,
  prepare: groupOf(size, 'read'),
  request: (ground) => ({
    method: 'GET',
    path: `/scim/v2/Groups/${idOfGroup(ground, size, 'read')}`,
    accept: (status) => status === 200,
  }),
});

export const listGroups: Workload = {
  name: 'groups-list',
  about: 'GET /Groups?excludedAttributes=members',
  leastUsers: 10_000,
  prepare: groupOf(10_000, 'read'),
  request: () => ({
    method: 'GET',
    path: '/scim/v2/Groups?excludedAttributes=members',
    accept: (status) => status === 200,
  }),
};
