import { groundFor } from './ground.js';
import { discovery } from './sections/a-discovery.js';
import { users } from './sections/b-users.js';
import { groups } from './sections/c-groups.js';
import { filtering } from './sections/d-filtering.js';
import { sorting } from './sections/e-sorting.js';
import { paging } from './sections/f-paging.js';
import { projection } from './sections/g-projection.js';
import { ownSchemas } from './sections/n-schemas.js';
import { caseRules } from './sections/o-case.js';

/** Every numbered behaviour, on one log. The number stands first in each test's name. */
export const conformance = (log: 'postgres' | 'kafka'): void => {
  describe(`conformance on the ${log} log`, () => {
    const ground = groundFor(log);
    discovery(ground);
    users(ground);
    groups(ground);
    filtering(ground);
    sorting(ground);
    paging(ground);
    projection(ground);
    ownSchemas(ground);
    caseRules(ground);
  });
};
