import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { adminTokenRule, masterKeyRule, StartFailure } from '#installation';
import { Secret } from '#runtime';

/** Secrets and address of a standalone, in files only its owner may read. */
export type DataDirectory = {
  readonly path: string;
  readonly adminTokenFile: string;
  readonly masterKeyFile: string;
  readonly postgresDir: string;
  adminToken(): Promise<Secret>;
  /** Never made anew for a database that is there already: it would open nothing in it. */
  masterKey(): Promise<Secret>;
  /** Lets the command line find this standalone; removed at stop. */
  publishAddress(url: string): Promise<void>;
  withdrawAddress(): Promise<void>;
};

const ownerOnly = 0o600;
const newAdminToken = (): string => randomBytes(24).toString('base64url');
const newMasterKey = (): string => randomBytes(32).toString('base64');

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** A secret kept in a file. What is found there must fit as a variable's value must; `wayOut` is told where it does not. */
type KeptSecret = {
  readonly accepts: string;
  readonly fits: (text: string) => boolean;
  readonly make: () => string;
  readonly wayOut: string;
};

const keptAdminToken: KeptSecret = {
  ...adminTokenRule,
  make: newAdminToken,
  wayOut: 'write one into it, or remove the file and a new one is made',
};
const keptMasterKey: KeptSecret = {
  ...masterKeyRule,
  make: newMasterKey,
  wayOut: 'restore it from a copy, or set ROLLCALL_MASTER_KEY; it cannot be made again',
};

const readOrMake = async (path: string, { accepts, fits, make, wayOut }: KeptSecret): Promise<Secret> => {
  const made = make();
  try {
    await writeFile(path, `${made}\n`, { flag: 'wx', mode: ownerOnly });
    return new Secret(made);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw new StartFailure([`${path} cannot be written (${codeOf(error)}).`]);
  }
  const found = (await readText(path)).trim();
  if (fits(found)) return new Secret(found);
  throw new StartFailure([`${path} must hold ${accepts}, but ${found === '' ? 'is empty' : 'does not'}: ${wayOut}.`]);
};

const readText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new StartFailure([`${path} cannot be read (${codeOf(error)}).`]);
  });

const ours = new Set(['admin-token', 'master-key', 'standalone.json', 'postgres', 'kafka', 'lost+found']);

const keyIsMissing = (file: string): StartFailure =>
  new StartFailure([
    `${file} is missing, without which the database beside it cannot be read: restore it from a copy, or set ROLLCALL_MASTER_KEY.`,
  ]);

/** A folder with other things and nothing of ours is somebody else's, named by mistake. */
const refuseForeign = (path: string, entries: readonly string[]): void => {
  const foreign = entries.find((entry) => !ours.has(entry));
  if (foreign === undefined || entries.some((entry) => ours.has(entry))) return;
  throw new StartFailure([
    `ROLLCALL_DATA_DIR ${path} holds ${JSON.stringify(foreign)} and nothing of Rollcall: name an empty folder or one that Rollcall made.`,
  ]);
};

/** Folder by folder: Node's own recursion never ends where a folder is there and takes no other, as under /proc. */
const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { mode: 0o755 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || (await isThere(dirname(path)))) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o755 });
  }
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export const openDataDirectory = async (path: string): Promise<DataDirectory> => {
  try {
    await makeFolder(path);
    refuseForeign(path, await readdir(path));
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure([
      `ROLLCALL_DATA_DIR ${path} cannot be used (${codeOf(error)}): name a folder that can be written.`,
    ]);
  }
  const address = join(path, 'standalone.json');
  const adminTokenFile = join(path, 'admin-token');
  const masterKeyFile = join(path, 'master-key');
  return {
    path,
    adminTokenFile,
    masterKeyFile,
    postgresDir: join(path, 'postgres'),
    adminToken: () => readOrMake(adminTokenFile, keptAdminToken),
    masterKey: async () => {
      if ((await isThere(join(path, 'postgres'))) && !(await isThere(masterKeyFile))) throw keyIsMissing(masterKeyFile);
      return readOrMake(masterKeyFile, keptMasterKey);
    },
    publishAddress: (url) => writeFile(address, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: ownerOnly }),
    withdrawAddress: () => rm(address, { force: true }),
  };
};
