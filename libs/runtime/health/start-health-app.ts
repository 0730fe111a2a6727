import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HealthChecks } from '../health-checks.js';
import type { Logger } from '../logger.js';
import type { Metrics } from '../metrics.js';
import { healthModule } from './health.module.js';

export type HealthAppOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /** Address to listen on. Default: all. */
  readonly host?: string;
  readonly health: HealthChecks;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** What the process is there for. Nest starts and stops it together with the listener. */
  readonly module?: DynamicModule;
};

export type HealthApp = { readonly url: string; stop(): Promise<void> };

/** The small HTTP face of a process that serves nobody else: health and metrics, nothing more. */
export const startHealthApp = async (options: HealthAppOptions): Promise<HealthApp> => {
  const root: DynamicModule = {
    module: class Root {},
    imports: [healthModule(options), ...(options.module ? [options.module] : [])],
  };
  const adapter = new FastifyAdapter({ bodyLimit: 1_024, requestTimeout: 10_000 });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    abortOnError: false,
    bodyParser: false,
    logger: quiet(options.logger),
  });
  await app.listen(options.port, options.host ?? '0.0.0.0');
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return { url: `http://127.0.0.1:${port}`, stop: () => app.close() };
};

/** Nest's start-up lines are noise here; its warnings and errors are not. */
const quiet = (logger: Logger) => ({
  log: () => undefined,
  warn: (message: unknown) => logger.warn(String(message)),
  error: (message: unknown) => logger.error(String(message)),
});
