import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '#testing';

/** A standalone of its own, started as its user would, on a fresh data directory. */
export type House = {
  readonly url: string;
  readonly adminToken: string;
  /** Resident memory of the one Node process, in MB. */
  residentMb(): Promise<number>;
  /** Milliseconds from the start to the first ready answer. */
  readonly readyMs: number;
  stop(): Promise<void>;
  /** Stops and starts on the same data. */
  restart(): Promise<House>;
  remove(): Promise<void>;
};

export const startHouse = async (environment: Readonly<Record<string, string>>, dataDir?: string): Promise<House> => {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'rollcall-bench-')));
  const begin = performance.now();
  const service = await startService('standalone', { ...environment, ROLLCALL_DATA_DIR: folder });
  const readyMs = performance.now() - begin;
  const stop = async (): Promise<void> => {
    await service.kill('SIGTERM');
  };
  return {
    url: service.url,
    adminToken: (await readFile(join(folder, 'admin-token'), 'utf8')).trim(),
    readyMs,
    residentMb: async () => {
      const status = await readFile(`/proc/${service.pid}/status`, 'utf8').catch(() => '');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
    },
    stop,
    restart: async () => {
      await stop();
      return startHouse(environment, folder);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
