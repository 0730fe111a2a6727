import { userBody } from '../people.js';
import type { Workload } from '../workload.js';

const operations = 1_000;

type BulkAnswer = { readonly Operations: readonly { readonly status: string }[] };

const isAllCreated = (body: string): boolean => {
  const { Operations } = JSON.parse(body) as BulkAnswer;
  return Operations.length === operations && Operations.every(({ status }) => status === '201');
};

export const bulk: Workload = {
  name: 'bulk',
  about: 'POST /Bulk, 1,000 creates each; figures per operation, latencies per request',
  clients: 2,
  operations,
  request: (_ground, index) => ({
    method: 'POST',
    path: '/scim/v2/Bulk',
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: Array.from({ length: operations }, (_, n) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `b${n}`,
        data: JSON.parse(userBody('bulk', index * operations + n)) as unknown,
      })),
    }),
    accept: (status, body) => status === 200 && isAllCreated(body),
  }),
};
