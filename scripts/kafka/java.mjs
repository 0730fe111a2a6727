import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BrokerError } from './broker-error.mjs';

const NEEDED = 17;

/** The `java` command to use: `JAVA_HOME` first, then the PATH. Kafka 4 brokers need Java 17. */
export function findJava(environment = process.env) {
  const candidates = [environment.JAVA_HOME && join(environment.JAVA_HOME, 'bin', 'java'), 'java'].filter(Boolean);
  const found = candidates.map((command) => ({ command, major: majorOf(command) })).filter(({ major }) => major > 0);
  const fit = found.find(({ major }) => major >= NEEDED);
  if (fit) return fit.command;
  const problem = found[0] ? `the Java found is ${found[0].major}` : 'no Java was found (JAVA_HOME, PATH)';
  throw new BrokerError('NO_JAVA', `A Kafka broker needs Java ${NEEDED} or newer; ${problem}.`);
}

/** The `mvn` command to use, which fetches the broker's jars. */
export function findMaven() {
  if (runs('mvn', ['--version'])) return 'mvn';
  throw new BrokerError('NO_MAVEN', 'Fetching the Kafka broker needs Maven; no `mvn` was found on the PATH.');
}

function majorOf(command) {
  const run = spawnSync(command, ['-version'], { encoding: 'utf8', timeout: 20_000 });
  const version = /version "(\d+)(?:\.(\d+))?/.exec(run.stderr ?? '');
  if (run.status !== 0 || !version) return 0;
  return version[1] === '1' ? Number(version[2]) : Number(version[1]);
}

function runs(command, args) {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
