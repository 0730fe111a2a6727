import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Histogram, Logger, Metrics } from '#runtime';
import { loggedPath } from './logged-path.js';

/** One line and one observation per request. Paths are logged without their query, which may hold names. */
export class RequestLog {
  readonly #seconds: Histogram<'method' | 'face' | 'status'>;

  constructor(
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.#seconds = metrics.histogram(
      'rollcall_request_seconds',
      'From the head of a request to the end of its answer.',
      ['method', 'face', 'status'],
    );
  }

  done(request: FastifyRequest, reply: FastifyReply): void {
    const context = request.rollcall;
    const face = context?.face.is ?? 'other';
    const ms = reply.elapsedTime;
    this.#seconds.observe({ method: request.method, face, status: String(reply.statusCode) }, ms / 1_000);
    if (face === 'other') return;
    const level = reply.statusCode >= 500 ? 'warn' : request.method === 'GET' ? 'debug' : 'info';
    if (!this.logger.isLevelEnabled(level)) return;
    this.logger[level](
      {
        requestId: context?.requestId,
        method: request.method,
        path: context && loggedPath(context),
        status: reply.statusCode,
        ms: Math.round(ms * 10) / 10,
        ...(context?.face.is === 'scim' && { directoryId: context.face.caller.directory.id }),
      },
      'request done',
    );
  }
}
