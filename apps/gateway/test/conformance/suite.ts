import { groundFor } from './ground.js';
import { discovery } from './sections/a-discovery.js';
import { users } from './sections/b-users.js';
import { groups } from './sections/c-groups.js';

/** Every numbered behaviour, on one log. The number stands first in each test's name. */
export const conformance = (log: 'postgres' | 'kafka'): void => {
  describe(`conformance on the ${log} log`, () => {
    const ground = groundFor(log);
    discovery(ground);
    users(ground);
    groups(ground);
  });
};
