import { withDeadline } from './waiting.js';

/** Gives nothing when well, otherwise one sentence that says what is wrong. */
export type HealthCheck = () => Promise<string | undefined>;

export type HealthReport = { readonly ready: boolean; readonly checks: Readonly<Record<string, 'ok' | string>> };

/** Anybody may ask for health, and messages of errors hold addresses: their codes say enough. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';

/** What `/health/ready` answers from. Checks run at the same time; one that takes too long counts as failed. */
export class HealthChecks {
  readonly #checks = new Map<string, HealthCheck>();

  constructor(private readonly timeoutMs = 2_000) {}

  add(name: string, check: HealthCheck): void {
    this.#checks.set(name, check);
  }

  async report(): Promise<HealthReport> {
    const answers = await Promise.all([...this.#checks].map(async ([name, check]) => [name, await this.#run(check)]));
    const checks: Record<string, string> = Object.fromEntries(answers);
    return { ready: Object.values(checks).every((answer) => answer === 'ok'), checks };
  }

  async #run(check: HealthCheck): Promise<string> {
    const late = new Error(`no answer within ${this.timeoutMs} ms`);
    try {
      return (await withDeadline(Promise.resolve().then(check), this.timeoutMs, () => late)) ?? 'ok';
    } catch (error) {
      return error === late ? late.message : `failed${codeOf(error)}`;
    }
  }
}
