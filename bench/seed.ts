import cliProgress from 'cli-progress';
import { closedLoop } from './closed-loop.js';
import { userBody } from './people.js';
import { seedSeries } from './workloads/users.js';

const clients = 4;
const perRequest = 500;
const longestSeconds = 900;

/** Puts users into a directory and gives their ids by number. */
export const seedUsers = async (origin: string, token: string, users: number): Promise<readonly string[]> => {
  const bar = new cliProgress.SingleBar({
    format: 'seeding users {bar} {value}/{total} {eta_formatted}',
    stream: process.stderr,
  });
  bar.start(users, 0);
  const ids: string[] = new Array<string>(users);
  const result = await closedLoop({
    origin,
    clients,
    seconds: longestSeconds,
    requests: Math.ceil(users / perRequest),
    headers: { authorization: `Bearer ${token}` },
    next: (index) => {
      const from = index * perRequest;
      return {
        method: 'POST',
        path: '/scim/v2/Bulk',
        body: bulkBody(from, Math.min(users, from + perRequest)),
        accept: (status, body) => status === 200 && takeIds(body, from, ids),
      };
    },
    onProgress: (done) => bar.update(Math.min(users, done * perRequest)),
  });
  bar.stop();
  if (result.failed > 0) throw new Error(`Of ${users} users some could not be created: ${result.samples[0]}`);
  return ids;
};

const bulkBody = (from: number, to: number): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: Array.from({ length: to - from }, (_, n) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `s${from + n}`,
      data: JSON.parse(userBody(seedSeries, from + n)) as unknown,
    })),
  });

type Operation = { readonly status: string; readonly location?: string };

/** False when one was not created. */
const takeIds = (body: string, from: number, ids: string[]): boolean => {
  const { Operations } = JSON.parse(body) as { readonly Operations: readonly Operation[] };
  for (const [n, { location }] of Operations.entries()) ids[from + n] = location?.split('/').at(-1) ?? '';
  return Operations.every(({ status }) => status === '201');
};
