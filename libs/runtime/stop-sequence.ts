import type { Logger } from './logger.js';
import { withDeadline } from './waiting.js';

type Step = { readonly name: string; readonly stop: () => Promise<void> };

/** A step of the stop that failed or took longer than its share; the steps after it ran all the same. */
export type StopProblem = { readonly step: string; readonly problem: string };

/**
 * Ordered stop of a process: steps run one after another, last added first, so whatever was started on top of
 * something stops before it. Each gets an equal share of the time left; what one leaves over the others have.
 */
export class StopSequence {
  readonly #steps: Step[] = [];
  #running: Promise<readonly StopProblem[]> | undefined;

  add(name: string, stop: () => Promise<void>): void {
    this.#steps.push({ name, stop });
  }

  /** Runs once; a second call waits for the first. Never rejects. */
  run(deadlineMs: number): Promise<readonly StopProblem[]> {
    this.#running ??= this.#stopAll(deadlineMs);
    return this.#running;
  }

  /** The same, and what it left undone goes to the log. */
  async runLogged(deadlineMs: number, logger: Logger): Promise<void> {
    for (const { step, problem } of await this.run(deadlineMs)) logger.error({ step, problem }, 'stop_incomplete');
  }

  async #stopAll(deadlineMs: number): Promise<readonly StopProblem[]> {
    const problems: StopProblem[] = [];
    const end = performance.now() + deadlineMs;
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      const shareMs = Math.max(50, (end - performance.now()) / (this.#steps.length + 1));
      const late = () => new Error(`did not stop within ${Math.round(shareMs)} ms`);
      try {
        await withDeadline(Promise.resolve().then(step.stop), shareMs, late);
      } catch (error) {
        problems.push({ step: step.name, problem: error instanceof Error ? error.message : 'failed' });
      }
    }
    return problems;
  }
}
