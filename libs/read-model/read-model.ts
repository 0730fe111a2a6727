import { readClaimOwners } from './reading/claims.js';
import { readDirectories, readTargets, readTokens } from './reading/directories.js';
import { readGroupsOf } from './reading/groups-of.js';
import { readHistory } from './reading/history.js';
import { readMembers, readMembersOfGroups, readPresentMembers } from './reading/members.js';
import { readFirstPages, readPage } from './reading/page.js';
import { isParked, listParked } from './reading/parked.js';
import { readProgress } from './reading/progress.js';
import { findResource, findResources } from './reading/resource.js';
import { readVerdicts } from './reading/verdicts.js';

/** Everything that is read from one generation. Each function takes the `Queryable` to read with. */
export const readModel = (schema: string) => ({
  schema,
  resource: findResource(schema),
  resources: findResources(schema),
  page: readPage(schema),
  firstPages: readFirstPages(schema),
  verdicts: readVerdicts(schema),
  members: readMembers(schema),
  membersOfGroups: readMembersOfGroups(schema),
  presentMembers: readPresentMembers(schema),
  groupsOf: readGroupsOf(schema),
  claimOwners: readClaimOwners(schema),
  directories: readDirectories(schema),
  tokens: readTokens(schema),
  targets: readTargets(schema),
  progress: readProgress(schema),
  history: readHistory(schema),
  isParked: isParked(schema),
  parked: listParked(schema),
});

export type ReadModel = ReturnType<typeof readModel>;
