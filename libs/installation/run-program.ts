import type { Logger } from '#runtime';
import { StartFailure } from './start-failure.js';

/** A started program. `stop` ends it in order and never takes longer than its own deadline. */
export type RunningProgram = { readonly logger: Logger; stop(): Promise<void> };

const sentencesOf = (error: unknown): readonly string[] =>
  error instanceof StartFailure
    ? error.sentences
    : [error instanceof Error ? (error.stack ?? error.message) : String(error)];

// npm passes on a signal that the terminal has already sent to the whole group: one Ctrl-C arrives twice.
const repeatMs = 1_000;

/**
 * Starts a program and stops it in order on SIGINT, SIGTERM or SIGHUP; a signal more than 1 s later ends the wait. What keeps it
 * from starting is printed, one sentence a problem, with exit code 1. A signal during the start stops right after it.
 */
export const runProgram = async (start: () => Promise<RunningProgram>): Promise<void> => {
  let running: RunningProgram | undefined;
  let stoppingSince: number | undefined;
  const stop = async (): Promise<void> => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > repeatMs) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    if (running) await running.stop();
    if (running) process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  try {
    running = await start();
  } catch (error) {
    for (const sentence of sentencesOf(error)) process.stderr.write(`${sentence}\n`);
    process.exit(1);
  }
  if (stoppingSince !== undefined) {
    await running.stop();
    process.exit(0);
  }
};
