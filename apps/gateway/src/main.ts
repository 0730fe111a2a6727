import 'reflect-metadata';
import { runService } from '#installation';
import { readGatewayConfig } from './config.js';
import { startGateway } from './start-gateway.js';

await runService({
  app: 'gateway',
  poolSize: 12,
  readConfig: readGatewayConfig,
  start: (ground, config) => startGateway({ ...ground, config }),
});
