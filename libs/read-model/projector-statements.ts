import type { Statement } from '#persistence';
import { addDigestCheckpoint } from './statements/projector/add-digest-checkpoint.js';
import { addMembers } from './statements/projector/add-members.js';
import { analyzeTables } from './statements/projector/analyze-tables.js';
import { appendParkedEvents } from './statements/projector/append-parked-events.js';
import { changeDirectory } from './statements/projector/change-directory.js';
import { changeTarget } from './statements/projector/change-target.js';
import { countParked } from './statements/projector/count-parked.js';
import { createDirectory } from './statements/projector/create-directory.js';
import { deleteParts } from './statements/projector/delete-parts.js';
import { deleteResources } from './statements/projector/delete-resources.js';
import { eventsToPublish } from './statements/projector/events-to-publish.js';
import { fence } from './statements/projector/fence.js';
import { issueToken } from './statements/projector/issue-token.js';
import { loadArbiter } from './statements/projector/load-arbiter.js';
import { loadParkedEvents } from './statements/projector/load-parked-events.js';
import { loadParts } from './statements/projector/load-parts.js';
import { parkAggregates } from './statements/projector/park-aggregates.js';
import { partitionPosition } from './statements/projector/partition-position.js';
import { pruneParts } from './statements/projector/prune-parts.js';
import { pruneVerdicts } from './statements/projector/prune-verdicts.js';
import { publishState } from './statements/projector/publish-state.js';
import { putCustomSchema } from './statements/projector/put-custom-schema.js';
import { putTarget } from './statements/projector/put-target.js';
import { releaseClaims } from './statements/projector/release-claims.js';
import { removeCustomSchema } from './statements/projector/remove-custom-schema.js';
import { removeMembers } from './statements/projector/remove-members.js';
import { removeTarget } from './statements/projector/remove-target.js';
import { revokeToken } from './statements/projector/revoke-token.js';
import { rowsAnalyzed } from './statements/projector/rows-analyzed.js';
import { storeParts } from './statements/projector/store-parts.js';
import { touchResources } from './statements/projector/touch-resources.js';
import { unparkAggregates } from './statements/projector/unpark-aggregates.js';
import { writeJudged } from './statements/projector/write-judged.js';

const makers = {
  createDirectory,
  changeDirectory,
  publishState,
  putCustomSchema,
  removeCustomSchema,
  issueToken,
  revokeToken,
  putTarget,
  changeTarget,
  removeTarget,
  addDigestCheckpoint,
  addMembers,
  analyzeTables,
  appendParkedEvents,
  countParked,
  deleteParts,
  deleteResources,
  eventsToPublish,
  fence,
  loadArbiter,
  loadParkedEvents,
  loadParts,
  parkAggregates,
  partitionPosition,
  pruneParts,
  pruneVerdicts,
  releaseClaims,
  removeMembers,
  rowsAnalyzed,
  storeParts,
  touchResources,
  unparkAggregates,
  writeJudged,
};

export type ProjectorStatements = Readonly<Record<keyof typeof makers, Statement>>;

/** What the projector reads and writes of one generation, built once for its schema. */
export const projectorStatements = (schema: string): ProjectorStatements =>
  Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make(schema)])) as ProjectorStatements;
