import 'reflect-metadata';
import { databaseCheck, runService } from '#installation';
import { startHealthApp } from '#runtime/health';
import { readProjectorConfig } from './config.js';
import { projectorModule } from './projector.module.js';

await runService({
  app: 'projector',
  poolSize: 10,
  readConfig: readProjectorConfig,
  start: (ground, { port }) => {
    ground.health.add('database', databaseCheck(ground));
    return startHealthApp({ ...ground, port, module: projectorModule(ground) });
  },
});
