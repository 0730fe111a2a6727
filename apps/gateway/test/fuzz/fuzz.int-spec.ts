import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Answer } from '../../../../test/e2e/clients.js';
import { groundFor, type ScimDirectory } from '../conformance/ground.js';
import { idOf, newName, userBody } from '../conformance/wire.js';
import { anyRequest, type FuzzRequest } from './arbitrary-requests.js';

const seed = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 1_800);
const senders = 8;
const slowMs = 5_000;

/** One client with a user of its own, which nobody else writes to: what it sends one after another can be checked. */
const sender = async (directory: ScimDirectory, queue: FuzzRequest[], statuses: number[]): Promise<string[]> => {
  const { scim } = directory;
  const problems: string[] = [];
  let self = '';
  const renew = async () => {
    self = idOf(await scim.request('POST', '/Users', userBody()));
  };
  const stored = async () => (await scim.request('GET', `/Users/${self}`)).body;
  const problemOf = async (
    request: FuzzRequest,
    answer: Answer,
    before: object,
    ms: number,
  ): Promise<string | undefined> => {
    if (answer.status === 0) return 'no readable answer';
    if (answer.status >= 500 && answer.status !== 501) return `status ${answer.status}`;
    if (ms > slowMs) return `took ${Math.round(ms)} ms`;
    const after = await stored();
    const isRefused = answer.status >= 400 && request.path.includes('self');
    if (isRefused && !isDeepStrictEqual(after, before)) return `${answer.status}, but something was written`;
    if (answer.status === 201 && request.path !== '/Bulk') {
      const location = (answer.headers.get('location') ?? '').slice(directory.base.length);
      const read = await scim.request('GET', location);
      const { groups: _, ...shown } = read.body;
      if (!isDeepStrictEqual(shown, answer.body)) return 'what was answered is not what is read';
      await scim.request('DELETE', location);
    }
    return undefined;
  };
  await renew();
  for (let request = queue.pop(); request; request = queue.pop()) {
    const before = await stored();
    if (before['id'] !== self) await renew();
    const path = request.path.replace('/self', `/${self}`);
    const body = request.body?.replaceAll('self', self).replace('"fuzz"', JSON.stringify(newName('fuzz')));
    const start = performance.now();
    const answer = await scim.request(request.method, path, body);
    statuses.push(answer.status);
    const problem = await problemOf(request, answer, before, performance.now() - start);
    if (problem)
      problems.push(
        `${problem}: ${request.method} ${path} ${body?.slice(0, 1_000) ?? ''} → ${JSON.stringify(answer.body).slice(0, 300)}`,
      );
  }
  return problems;
};

describe('whatever a client sends', () => {
  const ground = groundFor('postgres');

  it.each([
    ['generic', 0],
    ['entra', 1],
    ['jumpcloud', 2],
  ])(
    'is answered without a fault, soon, and written whole or not at all (%s)',
    async (provider, turn) => {
      const directory = await ground.directory(undefined, provider);
      const queue = fc.sample(anyRequest, { seed: seed + turn, numRuns: Math.ceil(requests / 3) });
      const statuses: number[] = [];
      const found = await Promise.all(Array.from({ length: senders }, () => sender(directory, queue, statuses)));
      const problems = found.flat().slice(0, 5);
      expect({ seed, problems }).toEqual({ seed, problems: [] });
      const taken = statuses.filter((status) => status < 300).length;
      expect(taken).toBeGreaterThan(statuses.length / 10);
      expect(taken).toBeLessThan(statuses.length);
    },
    60_000,
  );
});
