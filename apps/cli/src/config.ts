import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from './failure.js';

/** Where the admin API is and what opens it. */
export type Connection = { readonly url: string; readonly adminToken: string };

type Environment = Readonly<Record<string, string | undefined>>;

const readText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
};

const localStandalone = async (dataDir: string): Promise<Connection | undefined> => {
  const address = await readText(join(dataDir, 'standalone.json'));
  const adminToken = await readText(join(dataDir, 'admin-token'));
  if (!address || !adminToken) return undefined;
  try {
    const { url } = JSON.parse(address) as { url: string };
    return { url, adminToken: adminToken.trim() };
  } catch {
    return undefined; // half written by a standalone that was killed
  }
};

/** `ROLLCALL_URL` with `ROLLCALL_ADMIN_TOKEN` when set, else the standalone whose data directory lies here. */
export const findConnection = async (environment: Environment = process.env): Promise<Connection> => {
  const { ROLLCALL_URL: url, ROLLCALL_ADMIN_TOKEN: adminToken } = environment;
  if (url) {
    if (!adminToken) throw new Failure('ROLLCALL_URL is set but ROLLCALL_ADMIN_TOKEN is not: set both.');
    return { url: url.replace(/\/+$/, ''), adminToken };
  }
  const dataDir = resolve(environment['ROLLCALL_DATA_DIR'] ?? '.rollcall');
  const local = await localStandalone(dataDir);
  if (local) return adminToken ? { ...local, adminToken } : local;
  throw new Failure(
    `No Rollcall found: ${dataDir} holds no running installation. Start one with "npm start", or set ROLLCALL_URL and ROLLCALL_ADMIN_TOKEN.`,
  );
};
