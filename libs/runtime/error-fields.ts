const MAX_CAUSES = 3;
/** SQLSTATE classes whose messages quote the values at hand: data exception, integrity constraint violation. */
const QUOTES_VALUES = /^2[23][0-9A-Z]{3}$/;

export type ErrorFields = {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorFields;
};

/**
 * What the log shows of an error: its class, code, message and frames, and those of its causes. Not its other fields: a
 * database's `detail` and `where` hold the row at hand, and with it names and addresses.
 */
export function errorFields(error: unknown, causes = 0): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error, message: 'Not an Error was thrown.' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const message = code !== undefined && QUOTES_VALUES.test(code) ? `SQLSTATE ${code}` : error.message;
  const frames = error.stack?.match(/^ {4}at .*$/gm)?.join('\n');
  return {
    type: error.name === 'error' ? 'DatabaseError' : error.name,
    ...(code !== undefined && { code }),
    message,
    ...(frames && { stack: frames }),
    ...(error.cause !== undefined && causes < MAX_CAUSES && { cause: errorFields(error.cause, causes + 1) }),
  };
}
