/** A refusal or failure in one sentence; the command ends with exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    message: string,
    /** What the server said, for `--json`. */
    readonly refusal?: { readonly status: number; readonly problems?: readonly string[] },
  ) {
    super(message);
  }
}
