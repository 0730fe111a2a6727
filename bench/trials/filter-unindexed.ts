import { type ClosedLoopOptions, closedLoop } from '../closed-loop.js';
import { userBody } from '../people.js';
import type { Trial } from '../workload.js';

const path = `/scim/v2/Users?filter=${encodeURIComponent('title co "no such title"')}`;

/** One client asks for what no index serves, while others write; before that, the same writes alone. */
export const filterUnindexed: Trial = {
  name: 'filter-unindexed',
  about: 'GET /Users?filter=title co "…", one client, beside writes',
  run: async ({ origin, token }, { clients, seconds }) => {
    const shared = { origin, seconds, headers: { authorization: `Bearer ${token}` } };
    const writes = (series: string): ClosedLoopOptions => ({
      ...shared,
      clients,
      next: (index) => ({
        method: 'POST',
        path: '/scim/v2/Users',
        body: userBody(series, index),
        accept: (status) => status === 201,
      }),
    });
    const filter: ClosedLoopOptions = {
      ...shared,
      clients: 1,
      next: () => ({
        method: 'GET',
        path,
        accept: (status, body) => status === 200 && body.includes('"totalResults":0'),
      }),
    };
    const idle = await closedLoop(filter);
    const alone = await closedLoop(writes('alone'));
    const [beside, found] = await Promise.all([closedLoop(writes('beside')), closedLoop(filter)]);
    const slower = 100 * (1 - beside.perSecond / alone.perSecond);
    const note = `${idle.p50.toFixed(0)} ms idle; beside it ${beside.perSecond.toFixed(0)} writes/s, alone ${alone.perSecond.toFixed(0)}: ${slower.toFixed(0)} % slower`;
    return { ...found, failed: found.failed + beside.failed + alone.failed + idle.failed, note };
  },
};
