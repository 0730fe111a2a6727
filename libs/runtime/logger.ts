import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { errorFields } from './error-fields.js';
import { Secret } from './secret.js';

/** Structured log: first argument fields, second a stable event text. Never personal attributes. */
export type Logger = PinoLogger;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export const logLevels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** JSON lines on standard output, or to `destination`; each has `app`, `level` as a word and an ISO `time`. */
export function createLogger(options: {
  readonly app: string;
  readonly level?: LogLevel;
  readonly destination?: DestinationStream;
}): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: { app: options.app },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => errorFields(error) },
    redact: { paths: ['authorization', '*.authorization', '*.*.authorization'], censor: String(new Secret('')) },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}
