import 'reflect-metadata';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Log } from '#log';
import type { Database } from '#persistence';
import type { MasterKey, SubjectKeys } from '#privacy';
import { type Clock, delay, type HealthChecks, type Logger, type Metrics, StopSequence } from '#runtime';
import type { GatewayConfig } from './config.js';
import { gatewayModule } from './gateway.module.js';
import { buildParts, type GatewayParts } from './gateway-parts.js';
import { httpServer } from './http/http-server.js';
import { nestLogger } from './nest-logger.js';

/** What a process gives its gateway. `health` and `metrics` may be shared with others in the process. */
export type GatewayOptions = {
  readonly config: GatewayConfig;
  readonly database: Database;
  readonly log: Log;
  readonly masterKey: MasterKey;
  readonly subjectKeys: SubjectKeys;
  /** Of the journal, as bound at first boot. */
  readonly partitions: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly health: HealthChecks;
};

export type RunningGateway = {
  /** Where it listens, for tests and logs; links use the public URL. */
  readonly url: string;
  /** Takes no new requests, lets the running ones end, then lets go of everything it started. */
  stop(): Promise<void>;
};

const STOP_WITHIN_MS = 20_000;

export const startGateway = async (options: GatewayOptions): Promise<RunningGateway> => {
  const parts = await buildParts(options);
  const stop = new StopSequence();
  const stopAll = (): Promise<void> => stop.runLogged(STOP_WITHIN_MS, options.logger);
  try {
    await follow(parts, stop);
    const app = await NestFactory.create<NestFastifyApplication>(gatewayModule(parts), httpServer(parts.doors), {
      bodyParser: false,
      abortOnError: false,
      logger: nestLogger(options.logger),
      forceCloseConnections: false,
    });
    app.useGlobalFilters(parts.doors.exceptions);
    stop.add('http', () => closeApp(app));
    await app.listen(options.config.port, options.config.host ?? '0.0.0.0');
    return { url: urlOf(app), stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
};

/** Background work, each with its end. What others lean on starts first and stops last. */
const follow = async (parts: GatewayParts, stop: StopSequence): Promise<void> => {
  await parts.subjectKeys.fill();
  stop.add('watch', async () => parts.watch.stop());
  await parts.watch.start();
  stop.add('follow', () => parts.follow.stop());
  await parts.follow.start();
  const closing = new AbortController();
  const flushing = flushTokenUse(parts, closing.signal);
  stop.add('token use', async () => {
    closing.abort();
    await flushing;
  });
};

const FLUSH_EVERY_MS = 10_000;

const flushTokenUse = async (parts: GatewayParts, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await delay(FLUSH_EVERY_MS, signal);
    await parts.tokenUse.flush().catch((error: unknown) => {
      parts.logger.warn({ err: error }, 'token use not written');
    });
  }
};

/** Long enough for clients to have used, and so given up, the connections they keep. */
const LEAVE_TAKING_MS = 300;
const IDLE_SWEEP_MS = 50;

/**
 * Cuts no request. First nobody new is let in, and every answer ends its connection; then what still runs is answered,
 * and connections go as they fall idle. Node alone would end idle ones at once, with the request in them that is just
 * on its way.
 */
const closeApp = async (app: NestFastifyApplication): Promise<void> => {
  const server = app.getHttpServer();
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false;
  });
  NetServer.prototype.close.call(server);
  await delay(LEAVE_TAKING_MS);
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  await app.close().finally(() => clearInterval(sweep));
};

const urlOf = (app: NestFastifyApplication): string => {
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') throw new Error('the gateway listens on no port');
  return `http://127.0.0.1:${address.port}`;
};
