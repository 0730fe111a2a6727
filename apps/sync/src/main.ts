import 'reflect-metadata';
import { databaseCheck, runService } from '#installation';
import { startHealthApp } from '#runtime/health';
import { readSyncConfig } from './config.js';
import { syncModule } from './sync.module.js';

await runService({
  app: 'sync',
  poolSize: 10,
  readConfig: readSyncConfig,
  start: (ground, { port, leaseMs }) => {
    ground.health.add('database', databaseCheck(ground));
    return startHealthApp({ ...ground, port, module: syncModule({ ...ground, leaseMs }) });
  },
});
