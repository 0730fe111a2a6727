import type { LoggerService } from '@nestjs/common';
import type { Logger } from '#runtime';

/** Nest's own messages: its start-up lines are noise here, its warnings and errors are not. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: (message: unknown, ...rest: unknown[]) => logger.warn({ nest: rest }, String(message)),
  error: (message: unknown, ...rest: unknown[]) => logger.error({ nest: rest }, String(message)),
  fatal: (message: unknown, ...rest: unknown[]) => logger.fatal({ nest: rest }, String(message)),
});
