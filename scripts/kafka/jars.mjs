import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BrokerError } from './broker-error.mjs';
import { findMaven } from './java.mjs';

const run = promisify(execFile);
const POM = join(import.meta.dirname, 'pom.xml');
const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'kafka');
const FETCH_DEADLINE_MS = 300_000;

/** The folder of the broker's jars, fetched by Maven the first time. Processes that fetch at the same time do not mix. */
export async function brokerJars() {
  const folder = jarsFolder();
  if (existsSync(folder)) return folder;
  const maven = findMaven();
  await mkdir(CACHE, { recursive: true });
  const partial = await mkdtemp(join(CACHE, 'fetching-'));
  try {
    await run(maven, copyInto(partial), { timeout: FETCH_DEADLINE_MS, maxBuffer: 64 * 1024 * 1024 });
    await rename(partial, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } catch (cause) {
    const reason = String(cause.stdout ?? '').match(/^\[ERROR\] (.+)$/m)?.[1] ?? cause.message;
    throw new BrokerError('JARS_NOT_FETCHED', `Maven could not fetch the Kafka broker: ${reason}`, { cause });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

export function hasBrokerJars() {
  return existsSync(jarsFolder());
}

function jarsFolder() {
  const version = /<version>([\d.]+)<\/version>/.exec(readFileSync(POM, 'utf8'))[1];
  return join(CACHE, version);
}

function copyInto(folder) {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
  return ['--batch-mode', '--file', POM, goal, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
}
