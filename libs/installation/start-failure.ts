/** A program cannot start, for a reason its operator can mend. Printed as it is, without a stack; exit code 1. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  constructor(
    readonly sentences: readonly [string, ...string[]],
    options?: { cause?: unknown },
  ) {
    super(sentences.join('\n'), options);
  }
}
