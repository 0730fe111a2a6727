import { JOURNAL_TOPIC } from '#journal';
import { InstallationReads } from './admin/installation-reads.js';
import { InstallationWrites } from './admin/installation-writes.js';
import { ExistingData } from './admin/schemas/existing-data.js';
import { AdminFrontDoor } from './http/admin-front-door.js';
import { AnswerExceptions } from './http/exception.filter.js';
import { RequestLog } from './http/request-log.js';
import { ScimFrontDoor } from './http/scim-front-door.js';
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
  const { database, log, masterKey: master, clock, logger, metrics, health } = options;
  const generation = await ActiveGeneration.open(database);
  const progress = new PartitionProgress(options.partitions);
  const directories = new DirectoryIndex(database, generation);
  const tokenUse = new TokenUse(database);
  const watch = new PartitionWatch({ log, database, generation, progress, clock, logger });
  const advance = (partition: number): Promise<void> =>
    log.append(JOURNAL_TOPIC, [logRecord({ kind: 'noop', format: 1, rules: 1 }, 'noop', partition)]);
  const board = new VerdictBoard({ database, generation, progress, advance, clock, logger });
  const admission = new Admission(watch, progress, clock);
  const proposing = new Proposing({
    log,
    master,
    board,
    admission,
    progress,
    clock,
    logger,
    metrics: writeMetrics(metrics),
  });
  const follow = new FollowJournal({ database, generation, directories, board, progress, clock, logger });
  addGatewayChecks(health, { watch, progress, probe: new WriteProbe({ log, progress, watch, clock }), clock });
  const { publicUrl, adminToken } = options.config;
  const scim = new ScimFrontDoor({ directories, master, tokenUse, rateLimit: new RateLimit(), publicUrl, clock });
  const reader = new ResourceReader({ database, generation });
  const uniqueness = new UniquenessAnswer({ reader, master });
  const { subjectKeys } = options;
  const present = new PresentResource(reader);
  return {
    ...options,
    reader,
    writes: new ResourceWrites({ database, generation, subjectKeys, proposing, reader, uniqueness }),
    references: new References({ database, generation }),
    present,
    queries: new QueryResources(
      { database: new PreparedShapes(database), generation, present, heavy: new HeavyQueries(), clock },
      master,
    ),
    presentWritten: new PresentWritten(present),
    existingData: new ExistingData({ database, generation }),
    installationReads: new InstallationReads({ database, generation }),
    installationWrites: new InstallationWrites({ proposing, directories }),
    generation,
    progress,
    directories,
    tokenUse,
    watch,
    board,
    admission,
    proposing,
    follow,
    doors: {
      scim,
      admin: new AdminFrontDoor(adminToken),
      exceptions: new AnswerExceptions(logger),
      requests: new RequestLog(logger, metrics),
    },
  };
};

export type GatewayParts = Awaited<ReturnType<typeof buildParts>>;
