import {
  type Clock,
  createLogger,
  createMetrics,
  HealthChecks,
  type Logger,
  type Metrics,
  StopSequence,
  systemClock,
} from '#runtime';
import { assertPortIsFree } from './free-port.js';
import { type Installation, type InstallationOptions, openInstallation } from './open-installation.js';
import { runProgram } from './run-program.js';
import { startFailureOf } from './start-failure-of.js';
import type { LogSettings } from './variables.js';

/** What a service stands on in a process of its own. */
export type ServiceGround = Installation & {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly health: HealthChecks;
};

/** A service that listens at `url`. `stop` resolves once it holds nothing any more. */
export type RunningService = { readonly url: string; stop(): Promise<void> };

export type ServiceOptions<Config> = {
  readonly app: 'gateway' | 'projector' | 'sync';
  /** Of the database's connections. */
  readonly poolSize: number;
  /** @throws {StartFailure} */
  readonly readConfig: () => Config;
  readonly start: (ground: ServiceGround, config: Config) => Promise<RunningService>;
};

type ProcessConfig = LogSettings & Pick<InstallationOptions, 'databaseUrl' | 'masterKey'> & { readonly port: number };

const REACHABLE_WITHIN_MS = 1_000;

/** Health check of a service that does nothing without its database. */
export const databaseCheck =
  ({ database }: Pick<Installation, 'database'>) =>
  async (): Promise<string | undefined> =>
    (await database.isReachable(REACHABLE_WITHIN_MS)) ? undefined : 'does not answer';

const STOP_DEADLINE_MS = 25_000;

/** Runs one service as a process of its own, from its variables to its stop: see {@link runProgram}. */
export const runService = <Config extends ProcessConfig>(options: ServiceOptions<Config>): Promise<void> =>
  runProgram(async () => {
    const { app, poolSize } = options;
    const config = options.readConfig();
    const logger = createLogger({ app, level: config.logLevel });
    await assertPortIsFree(config.port);
    const steps = new StopSequence();
    const stop = (): Promise<void> => steps.runLogged(STOP_DEADLINE_MS, logger);
    const installation = await openInstallation({ ...config, app, poolSize, logger });
    steps.add('installation', () => installation.close());
    const ground = {
      ...installation,
      logger,
      metrics: createMetrics(),
      clock: systemClock,
      health: new HealthChecks(),
    };
    try {
      const service = await options.start(ground, config);
      steps.add(app, () => service.stop());
      logger.info({ url: service.url }, `${app}_listening`);
    } catch (error) {
      await stop();
      throw startFailureOf(error, config);
    }
    return { logger, stop };
  });
