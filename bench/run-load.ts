import { randomBytes } from 'node:crypto';
import { adminCall } from './admin-call.js';
import { openBroker } from './broker.js';
import { closedLoop, type LoadRequest, type LoadResult, warmUpSeconds } from './closed-loop.js';
import { type House, startHouse } from './house.js';
import { measureRawFloor, type RawFloor } from './raw-floor.js';
import { seedUsers } from './seed.js';
import { verifyCreated } from './verify.js';
import type { Figure, Ground, Trial, Workload } from './workload.js';
import { workloads } from './workloads/index.js';

type Options = {
  readonly log: 'postgres' | 'kafka';
  readonly workload: string;
  readonly clients: number;
  readonly seconds: number;
  readonly users: number;
  readonly floor: boolean;
  readonly json?: boolean;
};

const refuse = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};

const chosen = ({ workload, users }: Options): readonly (Workload | Trial)[] => {
  const wanted = workload.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !workloads.some((known) => known.name === name));
  if (unknown !== undefined) {
    refuse(`There is no workload "${unknown}": choose among ${workloads.map(({ name }) => name).join(', ')}.`);
  }
  const found = workloads.filter(({ name }) => wanted.includes(name));
  for (const { name, leastUsers = 1 } of found) {
    if (users < leastUsers)
      refuse(`The workload ${name} takes ${leastUsers} users: give --users ${leastUsers} or more.`);
  }
  return found;
};

const line = (name: string, result: Pick<LoadResult, 'perSecond' | 'p50' | 'p95' | 'p99'>, note: string): string =>
  `${name.padEnd(18)} ${result.perSecond.toFixed(0).padStart(7)}/s   p50 ${result.p50.toFixed(1).padStart(6)}   ` +
  `p95 ${result.p95.toFixed(1).padStart(6)}   p99 ${result.p99.toFixed(1).padStart(6)} ms   ${note}`;

const newDirectory = async ({ url: origin, adminToken }: House): Promise<string> => {
  const admin = { origin, adminToken };
  const { token = '' } = await adminCall(admin, 'POST', '/directories', { name: 'bench', provider: 'generic' });
  await adminCall(admin, 'PATCH', '/directories/bench/settings', { requestsPerSecond: 100_000, burst: 1_000_000 });
  return token;
};

/** @returns the result and the names of users whose creation was acknowledged. */
const measure = async (
  workload: Workload | Trial,
  ground: Ground,
  options: Options,
  names: Set<string>,
): Promise<Figure> => {
  if ('run' in workload) return workload.run(ground, options);
  await workload.prepare?.(ground);
  let serial = 0;
  const loop = {
    origin: ground.origin,
    clients: workload.clients ?? options.clients,
    headers: { authorization: `Bearer ${ground.token}` },
    next: (): LoadRequest => {
      const request = workload.request(ground, serial++);
      if (workload.acknowledged !== 'create') return request;
      return {
        ...request,
        accept: (status, body) => {
          const accepted = request.accept(status, body);
          if (accepted) names.add((JSON.parse(body) as { userName: string }).userName);
          return accepted;
        },
      };
    },
  };
  await closedLoop({ ...loop, seconds: warmUpSeconds });
  const result = await closedLoop({ ...loop, seconds: options.seconds });
  return { ...result, perSecond: result.perSecond * (workload.operations ?? 1) };
};

/**
 * On a broker of its own, because what the floor writes belongs to no installation: the service would have to judge it
 * all and could open none of it. So there is no floor on a broker that was given.
 */
const floorOf = async ({ log, clients, seconds }: Options): Promise<RawFloor | undefined> => {
  if (log === 'postgres') return measureRawFloor({ log, writers: clients, seconds });
  if (process.env['KAFKA_BROKERS']) return undefined;
  const broker = await openBroker();
  try {
    return await measureRawFloor({ log, writers: clients, seconds, brokers: broker.brokers });
  } finally {
    await broker.stop();
  }
};

/** `bench load`. Exit code 1 when an answer was wrong or an acknowledged write is not there once. */
export const runLoad = async (options: Options): Promise<void> => {
  const selected = chosen(options);
  const floor = options.floor ? await floorOf(options) : undefined;
  const broker = options.log === 'kafka' ? await openBroker() : undefined;
  const environment = {
    ROLLCALL_LOG: options.log,
    // A broker that was given may hold the records of earlier runs.
    ...(broker && { KAFKA_BROKERS: broker.brokers, KAFKA_TOPIC_PREFIX: `bench-${randomBytes(4).toString('hex')}.` }),
  };
  const figures: Record<string, unknown> = {};
  const say = (text: string): void => {
    if (!options.json) console.log(text);
  };
  let isRight = true;
  if (floor) {
    figures['floor'] = floor;
    say(line('raw floor', floor, `${options.clients} writers, ${options.log} log, without HTTP`));
  }
  let house = await startHouse(environment);
  try {
    const token = await newDirectory(house);
    const userIds = await seedUsers(house.url, token, options.users);
    const { url: origin, adminToken, residentMb: resident } = house;
    const ground: Ground = { origin, adminToken, token, userIds, residentMb: resident };
    const names = new Set<string>();
    for (const workload of selected) {
      const result = await measure(workload, ground, options, names);
      figures[workload.name] = result;
      const ratio =
        floor && workload.name === 'create'
          ? `${((100 * result.perSecond) / floor.perSecond).toFixed(0)} % of the floor`
          : [workload.about, result.note].filter((part) => part !== undefined).join(': ');
      say(line(workload.name, result, result.failed > 0 ? `${result.failed} wrong: ${result.samples[0]}` : ratio));
      isRight &&= result.failed === 0;
    }
    const verification = await verifyCreated(house.url, token, names);
    const residentMb = await house.residentMb();
    Object.assign(figures, { verification, residentMb });
    say(
      `verified           ${verification.acknowledged} acknowledged, ${verification.absent} absent, ${verification.doubled} doubled`,
    );
    say(`resident           ${residentMb} MB in one Node process`);
    isRight &&= verification.absent === 0 && verification.doubled === 0;
    house = await house.restart();
    figures['secondStartMs'] = house.readyMs;
    say(`second start       ready in ${(house.readyMs / 1_000).toFixed(1)} s with all data`);
  } finally {
    await house.stop();
    await house.remove();
    await broker?.stop();
  }
  if (options.json) console.log(JSON.stringify(figures));
  if (!isRight) process.exitCode = 1;
};
