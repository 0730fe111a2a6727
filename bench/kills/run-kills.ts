import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cliProgress from 'cli-progress';
import { startEmbeddedPostgres } from '#persistence';
import { eventually, seededRandom, startDownstream } from '#testing';
import { adminCall } from '../admin-call.js';
import { userBody } from '../people.js';
import { type PartName, partNames, startParts } from './parts.js';
import { type Outcome, Writers } from './writers.js';

type Options = { readonly writes: number; readonly kills: number; readonly seed: number };

const clients = 32;
const downMs = 300;
const settleMs = 180_000;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Kills come at random numbers of writes, never two before the part of the first is back. */
const planOf = ({ writes, kills, seed }: Options): ReadonlyMap<number, PartName> => {
  const random = seededRandom(seed);
  const moments = Array.from({ length: kills }, () => Math.floor(random() * writes * 0.95)).sort((a, b) => a - b);
  return new Map(
    moments.map((moment, index) => [moment + index, partNames[Math.floor(random() * partNames.length)] ?? 'gateway']),
  );
};

/** `bench kills`. Exit code 1 when anything acknowledged is absent or anything is doubled. */
export const runKills = async (options: Options): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-kills-pg-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const adminToken = randomBytes(24).toString('hex');
  const parts = await startParts({
    DATABASE_URL: postgres.url,
    ROLLCALL_ADMIN_TOKEN: adminToken,
    ROLLCALL_MASTER_KEY: randomBytes(32).toString('base64'),
  });
  const downstream = await startDownstream({ token: 'kills', enforceUniqueness: false });
  try {
    const directory = await adminCall({ origin: parts.gatewayUrl, adminToken }, 'POST', '/directories', {
      name: 'kills',
      provider: 'generic',
    });
    await adminCall({ origin: parts.gatewayUrl, adminToken }, 'POST', '/targets', {
      name: 'product',
      directory: directory['id'],
      profile: 'generic',
      url: downstream.url,
      token: 'kills',
      settings: { ratePerSecond: 1_000 },
    });
    const plan = planOf(options);
    const killed: Record<PartName, number> = { gateway: 0, projector: 0, sync: 0, broker: 0 };
    const writers = new Writers(parts.gatewayUrl, directory['token'] ?? '', (n) => userBody('kills', n));
    const bar = new cliProgress.SingleBar({
      format: 'writes {bar} {value}/{total}, seed {seed}',
      stream: process.stderr,
    });
    bar.start(options.writes, 0, { seed: options.seed });
    let killing: Promise<void> = Promise.resolve();
    await writers.run(options.writes, clients, (n) => {
      bar.update(n);
      const part = plan.get(n);
      if (!part) return;
      killing = killing.then(async () => {
        killed[part]++;
        await parts.kill(part);
        await pause(downMs);
        await parts.restart(part);
      });
    });
    bar.stop();
    await killing;
    const found = await eventually(() => writers.readAll(), { deadlineMs: settleMs, everyMs: 500 });
    const downstreamNames = await eventually(
      () => {
        const names = downstream.accounts().map((account) => String(account['userName']));
        if (names.length < found.size) throw new Error(`the downstream product has ${names.length} of ${found.size}`);
        return names;
      },
      { deadlineMs: settleMs, everyMs: 500 },
    );
    report(killed, writers.outcomes, found, downstreamNames);
  } finally {
    await downstream.close();
    await parts.stop();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const report = (
  killed: Record<PartName, number>,
  outcomes: ReadonlyMap<string, Outcome>,
  found: ReadonlyMap<string, number>,
  downstreamNames: readonly string[],
): void => {
  const of = (wanted: Outcome): string[] =>
    [...outcomes].filter(([, outcome]) => outcome === wanted).map(([name]) => name);
  const absent = of('acknowledged').filter((name) => !found.has(name)).length;
  const doubled = [...found.values()].filter((count) => count > 1).length;
  const denied = of('not-applied').filter((name) => found.has(name)).length;
  const remoteDoubled = downstreamNames.length - new Set(downstreamNames).size;
  const remoteAbsent = [...found.keys()].filter((name) => !downstreamNames.includes(name)).length;
  console.log(
    `killed                            ${Object.entries(killed)
      .map(([part, n]) => `${part} ${n}`)
      .join(', ')}`,
  );
  console.log(`acknowledged                      ${of('acknowledged').length}`);
  console.log(`answered "not applied"            ${of('not-applied').length}`);
  console.log(`unknown (503 or no answer)        ${of('unknown').length}`);
  console.log(`acknowledged and absent           ${absent}`);
  console.log(`doubled                           ${doubled}`);
  console.log(`"not applied" and present         ${denied}`);
  console.log(`downstream: absent, doubled       ${remoteAbsent}, ${remoteDoubled}`);
  if (absent + doubled + denied + remoteAbsent + remoteDoubled > 0) process.exitCode = 1;
};
