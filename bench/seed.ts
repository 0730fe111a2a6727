import cliProgress from 'cli-progress';
import { closedLoop } from './closed-loop.js';
import { userBody } from './people.js';
import { seedSeries } from './workloads/users.js';

const clients = 64;
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
    requests: users,
    headers: { authorization: `Bearer ${token}` },
    next: (index) => ({
      method: 'POST',
      path: '/scim/v2/Users?attributes=id',
      body: userBody(seedSeries, index),
      accept: (status, body) => {
        if (status !== 201) return false;
        ids[index] = (JSON.parse(body) as { id: string }).id;
        return true;
      },
    }),
    onProgress: (done) => bar.update(done),
  });
  bar.stop();
  if (result.failed > 0)
    throw new Error(`${result.failed} of ${users} users could not be created: ${result.samples[0]}`);
  return ids;
};
