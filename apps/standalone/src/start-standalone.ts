import { startGateway } from '#app/gateway/src/start-gateway';
import { startProjector } from '#app/projector/src/start-projector';
import { startSync } from '#app/sync/src/start-sync';
import {
  assertPortIsFree,
  type Installation,
  openInstallation,
  type RunningProgram,
  StartFailure,
  startFailureOf,
} from '#installation';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '#persistence';
import {
  createLogger,
  createMetrics,
  HealthChecks,
  type Logger,
  type LogLevel,
  type Secret,
  StopSequence,
  systemClock,
} from '#runtime';
import { banner } from './banner.js';
import type { StandaloneConfig } from './config.js';
import { openDataDirectory } from './data-directory.js';

const poolSize = 24;
const stopDeadlineMs = 25_000;

/** Named in sentences, for the embedded one: to who set no variable, the name of a variable says nothing. */
type UsedDatabase = { readonly databaseUrl: string; readonly databaseName?: string; readonly broken?: Promise<string> };

const embeddedPostgres = async (dataDir: string, stop: StopSequence): Promise<UsedDatabase> => {
  const postgres = await startEmbeddedPostgres({ dataDir }).catch((cause: unknown) => {
    if (cause instanceof EmbeddedPostgresError) throw new StartFailure([cause.message], { cause });
    throw cause;
  });
  stop.add('postgres', () => postgres.stop());
  const log = `${dataDir}/server.log`;
  const broken = postgres.exited.then(() => `The embedded PostgreSQL has ended by itself: see ${log}.`);
  const databaseName = `The embedded PostgreSQL in ${dataDir} (more in ${log})`;
  return { databaseUrl: postgres.url, databaseName, broken };
};

const logger = (level: LogLevel): Logger => createLogger({ app: 'standalone', level });

/**
 * Gateway, projector and sync in one process, on an embedded PostgreSQL unless `DATABASE_URL` names another. Whatever
 * fails stops what had been started before.
 */
export const startStandalone = async (config: StandaloneConfig): Promise<RunningProgram> => {
  const begin = performance.now();
  const stop = new StopSequence();
  const log = logger(config.logLevel);
  const stopAll = (): Promise<void> => stop.runLogged(stopDeadlineMs, log);
  try {
    await assertPortIsFree(config.port);
    const directory = await openDataDirectory(config.dataDir);
    const adminToken = config.adminToken ?? (await directory.adminToken());
    const masterKey = config.masterKey ?? (await directory.masterKey());
    const used: UsedDatabase = config.databaseUrl
      ? { databaseUrl: config.databaseUrl }
      : await embeddedPostgres(directory.postgresDir, stop);
    const places = { ...config, ...used };
    const installation = await openInstallation({
      ...places,
      app: 'standalone',
      masterKey,
      ...(config.masterKey === undefined && { masterKeyName: directory.masterKeyFile }),
      poolSize,
      logger: log,
    });
    stop.add('installation', () => installation.close());
    await startParts(config, installation, adminToken, log, stop).catch((cause: unknown) => {
      throw startFailureOf(cause, places);
    });
    await directory.publishAddress(config.publicUrl);
    stop.add('address', () => directory.withdrawAddress());
    process.stdout.write(
      banner({
        publicUrl: config.publicUrl,
        dataDir: config.dataDir,
        adminTokenFile: directory.adminTokenFile,
        adminTokenGiven: config.adminToken !== undefined,
        database: config.databaseUrl ? 'PostgreSQL of DATABASE_URL' : 'embedded PostgreSQL',
        log: config.log,
        seconds: ((performance.now() - begin) / 1_000).toFixed(1),
      }),
    );
    return { logger: log, stop: stopAll, ...(used.broken && { broken: used.broken }) };
  } catch (error) {
    await stopAll();
    throw error;
  }
};

/** Readers before writers: when the gateway answers, what it writes is already being read. Stopped in reverse. */
const startParts = async (
  config: StandaloneConfig,
  installation: Installation,
  adminToken: Secret,
  log: Logger,
  stop: StopSequence,
): Promise<void> => {
  const shared = {
    ...installation,
    logger: log,
    metrics: createMetrics(),
    clock: systemClock,
    health: new HealthChecks(),
  };
  const projector = await startProjector(shared);
  stop.add('projector', () => projector.stop());
  const sync = await startSync(shared);
  stop.add('sync', () => sync.stop());
  const gateway = await startGateway({
    ...shared,
    config: { port: config.port, publicUrl: config.publicUrl, adminToken },
  });
  stop.add('gateway', () => gateway.stop());
};
