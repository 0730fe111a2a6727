import { get } from 'node:http';
import type { Ground, Trial } from '../workload.js';
import { groupOf, idOfGroup } from '../workloads/groups.js';
import { figureOf } from './figure.js';

const members = 100_000;
const times = 5;

/** Reads the answer piece by piece and keeps nothing. */
const bytesOf = ({ origin, token }: Ground, id: string | undefined): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get(`${origin}/scim/v2/Groups/${id}`, { headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => (answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${answer.statusCode}`))));
      answer.on('error', reject);
    }).on('error', reject);
  });

export const streamGroup: Trial = {
  name: 'group-stream',
  about: 'GET /Groups/{id}, 100,000 members, one at a time',
  leastUsers: members,
  run: async (ground) => {
    await groupOf(members, 'read')(ground);
    const id = idOfGroup(ground, members, 'read');
    const before = await ground.residentMb();
    let most = before;
    let bytes = 0;
    const latencies: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const watch = setInterval(() => {
        ground.residentMb().then(
          (now) => {
            most = Math.max(most, now);
          },
          () => undefined,
        );
      }, 50);
      const begin = performance.now();
      bytes = await bytesOf(ground, id);
      latencies.push(performance.now() - begin);
      clearInterval(watch);
    }
    return figureOf(latencies, `${(bytes / 1e6).toFixed(1)} MB each; resident ${before} MB before, ${most} MB at most`);
  },
};
