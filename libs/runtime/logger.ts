import { type DestinationStream, type LoggerOptions, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { errorFields } from './error-fields.js';
import { Repeats } from './repeats.js';
import { Secret } from './secret.js';

/** Structured log: first argument fields, second a stable event text. Never personal attributes. */
export type Logger = PinoLogger;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export const logLevels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** The code of a failing part, by which its repeats are known. A defect has none, and is told every time. */
const failingPart = (fields: unknown): string | undefined => {
  const error = typeof fields === 'object' && fields !== null && 'err' in fields ? fields.err : undefined;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
};

/**
 * JSON lines on standard output, or to `destination`; each has `app`, `level` as a word and an ISO `time`.
 * The same failure of a part is told once in 10 s, with how often it was `repeated` since.
 */
export function createLogger(options: {
  readonly app: string;
  readonly level?: LogLevel;
  readonly destination?: DestinationStream;
}): Logger {
  const repeats = new Repeats();
  const settings: LoggerOptions = {
    hooks: {
      logMethod(words, method, level) {
        const [fields, text] = words as unknown as [object, string | undefined];
        const code = failingPart(fields);
        if (code === undefined) return method.apply(this, words);
        const repeated = repeats.tell(`${level} ${code} ${text}`);
        if (repeated === undefined) return;
        method.apply(this, repeated === 0 ? words : [{ ...fields, repeated }, text ?? '']);
      },
    },
    level: options.level ?? 'info',
    base: { app: options.app },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => errorFields(error) },
    redact: { paths: ['authorization', '*.authorization', '*.*.authorization'], censor: String(new Secret('')) },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}
