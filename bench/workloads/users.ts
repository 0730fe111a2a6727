import { userBody } from '../people.js';
import type { Ground, Workload } from '../workload.js';

const at = (ids: readonly string[], index: number): string => ids[(index * 7_919) % ids.length] ?? '';
const ok = (status: number): boolean => status === 200;
const patch = (operations: readonly unknown[]): string =>
  JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations });

export const seedSeries = 'seed';

/** Beyond the numbers of `create`. */
export const aloneFrom = 10_000_000;

export const create: Workload = {
  name: 'create',
  about: 'POST /Users, a new person each time',
  acknowledged: 'create',
  request: (_ground, index) => ({
    method: 'POST',
    path: '/scim/v2/Users',
    body: userBody('create', index),
    accept: (status) => status === 201,
  }),
};

/** The same series of people, so that all are looked for afterwards. */
export const createAlone: Workload = {
  ...create,
  name: 'create-alone',
  about: 'POST /Users, one client',
  clients: 1,
  request: (ground, index) => create.request(ground, aloneFrom + index),
};

export const get: Workload = {
  name: 'get',
  about: 'GET /Users/{id}',
  request: ({ userIds }, index) => {
    const id = at(userIds, index);
    return { method: 'GET', path: `/scim/v2/Users/${id}`, accept: (status, body) => ok(status) && body.includes(id) };
  },
};

export const list: Workload = {
  name: 'list',
  about: 'GET /Users?startIndex=1&count=100',
  request: () => ({ method: 'GET', path: '/scim/v2/Users?startIndex=1&count=100', accept: ok }),
};

const totals = new WeakMap<Ground, number>();

export const listLast: Workload = {
  name: 'list-last',
  about: 'GET /Users, the last page of 100',
  prepare: async (ground) => {
    const headers = { authorization: `Bearer ${ground.token}` };
    const answer = await fetch(`${ground.origin}/scim/v2/Users?count=0`, { headers });
    totals.set(ground, ((await answer.json()) as { totalResults: number }).totalResults);
  },
  request: (ground) => ({
    method: 'GET',
    path: `/scim/v2/Users?startIndex=${Math.max(1, (totals.get(ground) ?? 0) - 99)}&count=100`,
    accept: (status, body) => status === 200 && body.includes('"itemsPerPage":100'),
  }),
};

export const deactivate: Workload = {
  name: 'patch-active',
  about: 'PATCH /Users/{id}, active flips',
  request: ({ userIds }, index) => ({
    method: 'PATCH',
    path: `/scim/v2/Users/${at(userIds, index)}`,
    body: patch([{ op: 'replace', value: { active: Math.floor(index / userIds.length) % 2 === 1 } }]),
    accept: ok,
  }),
};

export const put: Workload = {
  name: 'put',
  about: 'PUT /Users/{id}, a full body with another title',
  request: ({ userIds }, index) => {
    const n = (index * 7_919) % userIds.length;
    return {
      method: 'PUT',
      path: `/scim/v2/Users/${userIds[n]}`,
      body: userBody(seedSeries, n, { title: `Engineer ${index}` }),
      accept: ok,
    };
  },
};
