import { nameOf } from '../people.js';
import type { Workload } from '../workload.js';
import { seedSeries } from './users.js';

/** A look-up that finds exactly one of the seeded users. */
const lookUp = (name: string, attribute: string, operandOf: (n: number, id: string) => string): Workload => ({
  name,
  about: `GET /Users?filter=${attribute} eq "…"`,
  request: ({ userIds }, index) => {
    const n = (index * 7_919) % userIds.length;
    const filter = `${attribute} eq ${JSON.stringify(operandOf(n, userIds[n] ?? ''))}`;
    return {
      method: 'GET',
      path: `/scim/v2/Users?filter=${encodeURIComponent(filter)}`,
      accept: (status, body) => status === 200 && body.includes('"totalResults":1'),
    };
  },
});

export const filters: readonly Workload[] = [
  lookUp('filter', 'userName', (n) => nameOf(seedSeries, n)),
  lookUp('filter-external-id', 'externalId', (n) => `ext-${nameOf(seedSeries, n).split('@')[0]}`),
  lookUp('filter-email', 'emails.value', (n) => nameOf(seedSeries, n)),
  lookUp('filter-display-name', 'displayName', (n) => `Person ${n} of ${seedSeries}`),
  lookUp('filter-id', 'id', (_, id) => id),
];
