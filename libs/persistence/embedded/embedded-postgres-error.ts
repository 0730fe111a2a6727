export type EmbeddedPostgresErrorCode =
  | 'UNSUPPORTED_PLATFORM'
  | 'BINARIES_MISSING'
  | 'DATA_DIRECTORY_FOREIGN'
  | 'DATA_DIRECTORY_CORRUPT'
  | 'DATA_DIRECTORY_OF_OTHER_VERSION'
  | 'DATA_DIRECTORY_NOT_USABLE'
  | 'ALREADY_RUNNING'
  | 'PORT_TAKEN'
  | 'CANNOT_RUN_AS_ROOT'
  | 'START_FAILED';

/** Why the embedded PostgreSQL did not start. `message` is one sentence for the operator. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
