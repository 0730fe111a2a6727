import 'reflect-metadata';
import { assertPortIsFree, openInstallation, runProgram } from '#installation';
import { createLogger, createMetrics, HealthChecks, StopSequence, systemClock } from '#runtime';
import { startHealthApp } from '#runtime/health';
import { readProjectorConfig } from './config.js';
import { projectorModule } from './projector.module.js';

const POOL_SIZE = 10;
const STOP_DEADLINE_MS = 25_000;

await runProgram(async () => {
  const config = readProjectorConfig();
  const logger = createLogger({ app: 'projector', level: config.logLevel });
  await assertPortIsFree(config.port);
  const stop = new StopSequence();
  const stopAll = async (): Promise<void> => {
    for (const { step, problem } of await stop.run(STOP_DEADLINE_MS))
      logger.error({ step, problem }, 'stop_incomplete');
  };
  const installation = await openInstallation({ ...config, app: 'projector', poolSize: POOL_SIZE, logger });
  stop.add('installation', () => installation.close());
  const shared = { ...installation, logger, metrics: createMetrics(), clock: systemClock, health: new HealthChecks() };
  shared.health.add('database', async () =>
    (await installation.database.isReachable(1_000)) ? undefined : 'does not answer',
  );
  try {
    const app = await startHealthApp({ ...shared, port: config.port, module: projectorModule(shared) });
    stop.add('projector', () => app.stop());
    logger.info({ url: app.url }, 'projector_listening');
  } catch (error) {
    await stopAll();
    throw error;
  }
  return { logger, stop: stopAll };
});
