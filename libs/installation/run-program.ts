import type { Logger } from '#runtime';
import { StartFailure } from './start-failure.js';

/** A started program. `stop` ends it in order and never takes longer than its own deadline. */
export type RunningProgram = {
  readonly logger: Logger;
  stop(): Promise<void>;
  /** Resolves, with a sentence, when the program cannot go on. */
  readonly broken?: Promise<string>;
};

const sentencesOf = (error: unknown): readonly string[] => {
  if (error instanceof StartFailure) return error.sentences;
  if (!(error instanceof Error)) return [String(error)];
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return [`Port ${port} is taken by another program: stop what uses it, or set PORT.`];
  if (code === 'EACCES' && port) return [`Port ${port} may not be used by this user: set PORT to another one.`];
  return [error.stack ?? error.message];
};

// npm passes on a signal that the terminal has already sent to the whole group: one Ctrl-C arrives twice.
const repeatMs = 1_000;
/** How long a signal waits for a start to end, so that it can be undone in order. */
const startMs = 20_000;

/**
 * Starts a program and stops it in order on SIGINT, SIGTERM or SIGHUP; a signal more than 1 s later ends the wait. What keeps it
 * from starting is printed, one sentence a problem, with exit code 1. A signal during the start stops right after it, or
 * after 20 s when the start does not end.
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
    if (running) {
      await running.stop();
      process.exit(0);
    }
    setTimeout(() => running ?? process.exit(1), startMs).unref();
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
  const sentence = await running.broken;
  if (sentence === undefined || stoppingSince !== undefined) return;
  stoppingSince = performance.now();
  process.stderr.write(`${sentence}\n`);
  await running.stop();
  process.exit(1);
};
