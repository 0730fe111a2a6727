import { JOURNAL_TOPIC } from '#journal';
import { InstallationReads } from './admin/installation-reads.js';
import { InstallationWrites } from './admin/installation-writes.js';
import { ExistingData } from './admin/schemas/existing-data.js';
import { AdminFrontDoor } from './http/admin-front-door.js';
import { AnswerExceptions } from './http/exception.filter.js';
import { KnownRoutes } from './http/known-routes.js';
import { RequestLog } from './http/request-log.js';
import { ScimFrontDoor } from './http/scim-front-door.js';
import { addGatewayGauges } from './operations/gauges-of-gateway.js';
import { addGatewayChecks } from './operations/health-checks-of-gateway.js';
import { WriteProbe } from './operations/write-probe.js';
import { ActiveGeneration } from './proposing/active-generation.js';
import { Admission } from './proposing/admission.js';
import { FollowJournal } from './proposing/follow-journal.js';
import { PartitionProgress } from './proposing/partition-progress.js';
import { PartitionWatch } from './proposing/partition-watch.js';
import { logRecord, Proposing } from './proposing/proposing.js';
import { VerdictBoard } from './proposing/verdict-board.js';
import { writeMetrics } from './proposing/write-metrics.js';
import { PresentResource } from './resources/presenting/present-resource.js';
import { PresentWritten } from './resources/presenting/present-written.js';
import { HeavyQueries } from './resources/querying/heavy-queries.js';
import { PreparedShapes } from './resources/querying/prepared-shapes.js';
import { QueryResources } from './resources/querying/query-resources.js';
import { ResourceReader } from './resources/reading/resource-reader.js';
import { References } from './resources/writing/references.js';
import { ResourceWrites } from './resources/writing/resource-writes.js';
import { UniquenessAnswer } from './resources/writing/uniqueness-answer.js';
import type { GatewayOptions } from './start-gateway.js';
import { DirectoryIndex } from './tokens/directory-index.js';
import { RateLimit } from './tokens/rate-limit.js';
import { TokenUse } from './tokens/token-use.js';

/** Builds everything that outlives a request, by hand and in order; Nest only hands it on to controllers and handlers. */
export const buildParts = async (options: GatewayOptions) => {
  const generation = await ActiveGeneration.open(options.database);
  const tokens = tokenParts(options, generation);
  const writing = proposingParts(options, generation, tokens.directories);
  const resources = resourceParts(options, generation, writing.proposing);
  const installationReads = new InstallationReads({ database: options.database, generation });
  const installationWrites = new InstallationWrites({ ...writing, ...tokens });
  addGatewayChecks(options.health, { ...options, ...writing, probe: new WriteProbe({ ...options, ...writing }) });
  addGatewayGauges(options.metrics, { ...options, ...writing, ...resources });
  return { ...options, generation, ...tokens, ...writing, ...resources, installationReads, installationWrites };
};

export type GatewayParts = Awaited<ReturnType<typeof buildParts>>;

/** Who may ask for what, and what every request meets first. */
const tokenParts = (options: GatewayOptions, generation: ActiveGeneration) => {
  const { database, masterKey: master, clock, logger, metrics, config } = options;
  const directories = new DirectoryIndex(database, generation);
  const tokenUse = new TokenUse(database);
  const { publicUrl, adminToken } = config;
  const routes = new KnownRoutes();
  const doors = {
    scim: new ScimFrontDoor({ directories, master, tokenUse, rateLimit: new RateLimit(), publicUrl, clock }),
    admin: new AdminFrontDoor(adminToken),
    exceptions: new AnswerExceptions(logger, routes),
    requests: new RequestLog(logger, metrics),
    routes,
  };
  return { directories, tokenUse, doors };
};

/** The way onto the journal, and everything that watches what becomes of it. */
const proposingParts = (options: GatewayOptions, generation: ActiveGeneration, directories: DirectoryIndex) => {
  const { database, log, masterKey: master, clock, logger } = options;
  const progress = new PartitionProgress(options.partitions);
  const watch = new PartitionWatch({ log, database, generation, progress, clock, logger });
  const advance = (partition: number): Promise<void> =>
    log.append(JOURNAL_TOPIC, [logRecord({ kind: 'noop', format: 1, rules: 1 }, 'noop', partition)]);
  const board = new VerdictBoard({ database, generation, progress, advance, clock, logger });
  const admission = new Admission(watch, progress, clock);
  const metrics = writeMetrics(options.metrics);
  const proposing = new Proposing({ log, master, board, admission, progress, clock, logger, metrics });
  const follow = new FollowJournal({ database, generation, directories, board, progress, clock, logger });
  return { progress, watch, board, admission, proposing, follow };
};

/** What the use cases of SCIM share. */
const resourceParts = (options: GatewayOptions, generation: ActiveGeneration, proposing: Proposing) => {
  const { database, masterKey: master, subjectKeys, clock } = options;
  const heavy = new HeavyQueries();
  const reader = new ResourceReader({ database, generation });
  const present = new PresentResource(reader);
  const uniqueness = new UniquenessAnswer({ reader, master });
  return {
    heavy,
    reader,
    present,
    presentWritten: new PresentWritten(present),
    writes: new ResourceWrites({ database, generation, subjectKeys, master, proposing, reader, uniqueness }),
    references: new References({ database, generation }),
    queries: new QueryResources({ database: new PreparedShapes(database), generation, present, heavy, clock }, master),
    existingData: new ExistingData({ database, generation }),
  };
};
