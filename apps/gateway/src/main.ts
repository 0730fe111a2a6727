import 'reflect-metadata';
import { assertPortIsFree, openInstallation, runProgram } from '#installation';
import { createLogger, createMetrics, HealthChecks, StopSequence, systemClock } from '#runtime';
import { readGatewayConfig } from './config.js';
import { startGateway } from './start-gateway.js';

const POOL_SIZE = 12;
const STOP_DEADLINE_MS = 25_000;

await runProgram(async () => {
  const config = readGatewayConfig();
  const logger = createLogger({ app: 'gateway', level: config.logLevel });
  await assertPortIsFree(config.port);
  const stop = new StopSequence();
  const installation = await openInstallation({ ...config, app: 'gateway', poolSize: POOL_SIZE, logger });
  stop.add('installation', () => installation.close());
  const shared = { ...installation, logger, metrics: createMetrics(), clock: systemClock, health: new HealthChecks() };
  const gateway = await startGateway({ ...shared, config }).catch(async (error: unknown) => {
    await stop.run(STOP_DEADLINE_MS);
    throw error;
  });
  stop.add('gateway', () => gateway.stop());
  logger.info({ url: gateway.url }, 'gateway started');
  return {
    logger,
    stop: async () => {
      for (const { step, problem } of await stop.run(STOP_DEADLINE_MS))
        logger.error({ step, problem }, 'stop incomplete');
    },
  };
});
