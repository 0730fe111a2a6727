import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '#runtime';
import type { ScimError } from '#scim';
import { methodNotAllowed } from '../dispatch/method-not-allowed.js';
import { drain } from './drain.js';
import { exceptionToScimError } from './exception-to-scim-error.js';
import type { KnownRoutes } from './known-routes.js';
import { sendProblem, sendScimError } from './send.js';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Too large',
  415: 'Unsupported media type',
  500: 'Internal error',
  503: 'Unavailable',
};

/** Its client went away before the whole body had come: nothing that failed here. */
const hasLeft = ({ raw }: FastifyRequest): boolean => raw.destroyed && !raw.complete;

/** Whatever is thrown, the framework's own errors included, is answered in the form of the face it came in by. */
@Catch()
export class AnswerExceptions implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: KnownRoutes,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(exception, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(exception: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = this.#whatIsWrong(exception, request);
    if (error.status >= 500 && !hasLeft(request)) {
      this.logger.error({ err: exception, requestId: request.rollcall?.requestId }, 'request failed');
    }
    if (reply.sent) return;
    drain(request.raw);
    reply.removeHeader('connection');
    if (request.rollcall?.face.is !== 'admin') {
      sendScimError(reply, error);
      return;
    }
    const { status, detail, headers } = error;
    sendProblem(reply, {
      kind: 'problem',
      status,
      title: titles[status] ?? 'Error',
      detail,
      ...(headers && { headers }),
    });
  }

  /** To the framework a method that no route of the address takes is an address that is not there. */
  #whatIsWrong(exception: unknown, request: FastifyRequest): ScimError {
    const error = exceptionToScimError(exception);
    if (error.status !== 404) return error;
    const allowed = this.routes.methodsAt(request.rollcall?.target.path ?? '');
    return allowed.length === 0 || allowed.includes(request.method) ? error : methodNotAllowed(request.method, allowed);
  }
}
