import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase, startEmbeddedPostgres } from '#persistence';
import { type LogUnderTest, logContract } from '../log.contract.js';
import { openPostgresLog } from './index.js';

logContract('PostgreSQL', onServerOfItsOwn, { restarts: true });

async function onServerOfItsOwn(): Promise<LogUnderTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-log-'));
  let server = await startEmbeddedPostgres({ dataDir, durable: false });
  const { url, port } = server;
  const databases: Database[] = [];
  const open = async () => {
    const database = await openDatabase({ url, applicationName: 'log test', poolSize: 6 });
    databases.push(database);
    return openPostgresLog(database);
  };
  const log = await open();
  return {
    log,
    another: open,
    restart: async () => {
      await server.stop();
      server = await startEmbeddedPostgres({ dataDir, port, durable: false });
    },
    close: async () => {
      await log.close();
      for (const database of databases) await database.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
