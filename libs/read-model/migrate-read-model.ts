import { type Database, migrate } from '#persistence';
import { CreateCore1760000000001 } from './migrations/core.js';
import { CreateFirstGeneration1760000000002 } from './migrations/first-generation.js';

/** Brings schema `core` and the first generation into being. Safe to call from every process at every start. */
export const migrateReadModel = (database: Database): Promise<void> =>
  migrate(database, { name: 'core', migrations: [CreateCore1760000000001, CreateFirstGeneration1760000000002] });
