import { groundFor } from './ground.js';
import { discovery } from './sections/a-discovery.js';
import { users } from './sections/b-users.js';
import { groups } from './sections/c-groups.js';
import { filtering } from './sections/d-filtering.js';
import { sorting } from './sections/e-sorting.js';
import { paging } from './sections/f-paging.js';
import { projection } from './sections/g-projection.js';
import { patchRequests } from './sections/h-patch.js';
import { patchValues } from './sections/h-patch-values.js';
import { versioning } from './sections/i-versioning.js';
import { bulkRequests } from './sections/j-bulk.js';
import { errors } from './sections/k-errors.js';
import { authentication } from './sections/l-authentication.js';
import { isolation } from './sections/l-isolation.js';
import { http } from './sections/m-http.js';
import { ownSchemas } from './sections/n-schemas.js';
import { caseRules } from './sections/o-case.js';
import { searches } from './sections/p-search.js';
import { hardness } from './sections/q-hardness.js';
import { repeats } from './sections/repeats.js';

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
    patchRequests(ground);
    patchValues(ground);
    versioning(ground);
    bulkRequests(ground);
    errors(ground);
    authentication(ground);
    isolation(ground);
    http(ground);
    ownSchemas(ground);
    caseRules(ground);
    searches(ground);
    hardness(ground);
    repeats(ground);
  });
};
