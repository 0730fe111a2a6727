import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { BrokerError } from './broker-error.mjs';
import { brokerJars, hasBrokerJars } from './jars.mjs';
import { findJava, findMaven } from './java.mjs';
import { answers, freePort, isFree } from './ports.mjs';
import { javaOptions, serverProperties } from './settings.mjs';

const run = promisify(execFile);
const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 5_000;

/**
 * Starts a real Apache Kafka broker (KRaft, one node) on 127.0.0.1 and waits until it answers.
 *
 * The data folder is formatted the first time. A broker that was stopped or killed can be started again on the same
 * folder and port; it is then the same cluster with the same records. The broker dies with this process.
 * `settings` are server properties that replace or join the usual ones.
 *
 * @throws {BrokerError}
 */
export async function startBroker({ dataDir, port, settings = {} }) {
  if (port !== undefined && !(await isFree(port))) {
    throw new BrokerError('PORT_TAKEN', `Port ${port} is already in use, so no Kafka broker can listen there.`);
  }
  const java = findJava();
  const classPath = join(await brokerJars(), '*');
  const ports = { port: port ?? (await freePort()), controllerPort: await freePort() };
  const properties = await prepare({ java, classPath, dataDir, settings, ...ports });
  const child = await launch(java, [...javaOptions, '-cp', classPath, 'kafka.Kafka', properties], dataDir);
  const guard = killWithThisProcess(child.pid);
  const exited = new Promise((resolve) => child.once('exit', resolve)).finally(() => guard?.kill('SIGKILL'));
  await ready(child, ports.port, dataDir);
  return {
    brokers: `127.0.0.1:${ports.port}`,
    port: ports.port,
    dataDir,
    exited,
    /** Lets the broker flush and close its files; killed when that takes longer than 5 s. */
    stop: () => end(child, exited, 'SIGTERM'),
    /** As a crash does it. */
    kill: () => end(child, exited, 'SIGKILL'),
  };
}

/** Whether this machine has what a broker needs, found out without starting or fetching anything. */
export function canStartBroker() {
  try {
    findJava();
    if (!hasBrokerJars()) findMaven();
    return true;
  } catch (error) {
    if (error instanceof BrokerError) return false;
    throw error;
  }
}

async function prepare({ java, classPath, dataDir, settings, port, controllerPort }) {
  await mkdir(dataDir, { recursive: true });
  const properties = join(dataDir, 'server.properties');
  const logDir = join(dataDir, 'log');
  await writeFile(properties, serverProperties({ dataDir: logDir, port, controllerPort, settings }));
  if (!existsSync(join(logDir, 'meta.properties'))) {
    const format = ['kafka.tools.StorageTool', 'format', '--cluster-id', newClusterId(), '--config', properties];
    await run(java, [...javaOptions, '-cp', classPath, ...format], { timeout: START_DEADLINE_MS }).catch((cause) => {
      throw new BrokerError('NOT_STARTED', `Kafka could not format ${logDir}: ${cause.message}`, { cause });
    });
  }
  return properties;
}

/** 16 bytes in base64url. The first bit is never set: a leading dash would look like an option. */
function newClusterId() {
  const bytes = randomBytes(16);
  bytes[0] &= 0x7f;
  return bytes.toString('base64url');
}

async function launch(java, args, dataDir) {
  const output = await open(join(dataDir, 'broker.out'), 'w');
  try {
    return spawn(java, args, { stdio: ['ignore', output.fd, output.fd], cwd: dataDir });
  } finally {
    await output.close();
  }
}

/** A process killed with -9 runs no exit handlers; the shell below notices that its input has ended. */
function killWithThisProcess(pid) {
  if (process.platform === 'win32') return undefined;
  const script = 'cat >/dev/null; kill -9 "$0"';
  const guard = spawn('sh', ['-c', script, String(pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.unref();
  guard.stdin.unref?.();
  return guard;
}

async function ready(child, port, dataDir) {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!(await answers(port))) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw await failure(dataDir, hasEnded);
    }
    await delay(50);
  }
}

async function failure(dataDir, hasEnded) {
  const file = join(dataDir, 'broker.out');
  const output = await readFile(file, 'utf8').catch(() => '');
  if (/Failed to acquire lock on file/.test(output)) {
    return new BrokerError('DATA_IN_USE', `Another Kafka broker is using the data folder ${dataDir}.`);
  }
  const what = hasEnded ? 'ended while starting' : `did not answer within ${START_DEADLINE_MS / 1000} s`;
  return new BrokerError('NOT_STARTED', `The Kafka broker ${what}; its output is in ${file}.`);
}

async function end(child, exited, signal) {
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await exited;
  clearTimeout(timer);
}
