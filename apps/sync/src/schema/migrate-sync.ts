import { type Database, migrate } from '#persistence';
import { CreateSyncSchema1760000000001 } from './create-sync-schema.js';

export const migrateSync = (database: Database): Promise<void> =>
  migrate(database, { name: 'sync', migrations: [CreateSyncSchema1760000000001] });
