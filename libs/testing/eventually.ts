import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Tries `condition` until it neither throws nor gives `false`, and gives its result.
 *
 * @throws what it threw last, once `deadlineMs` have passed
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  { deadlineMs = 5_000, everyMs = 10 }: { readonly deadlineMs?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const outcome = await attempt(condition);
    if (outcome.is === 'met') return outcome.result;
    if (performance.now() > deadline) throw outcome.problem;
    await sleep(everyMs);
  }
}

type Outcome<T> = { readonly is: 'met'; readonly result: T } | { readonly is: 'not-met'; readonly problem: unknown };

async function attempt<T>(condition: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    const result = await condition();
    if (result === false) return { is: 'not-met', problem: new Error(`Not met in time: ${condition}`) };
    return { is: 'met', result };
  } catch (problem) {
    return { is: 'not-met', problem };
  }
}
