import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, scimError } from '#scim';
import type { AdminFrontDoor } from './admin-front-door.js';
import { drain } from './drain.js';
import type { AnswerExceptions } from './exception.filter.js';
import type { KnownRoutes } from './known-routes.js';
import { limitBody } from './limit-body.js';
import type { Face, RequestContext } from './request-context.js';
import { requestIdOf } from './request-id.js';
import type { RequestLog } from './request-log.js';
import { splitTarget, tidyTarget } from './request-target.js';
import { scimBaseOf } from './scim-base.js';
import type { ScimFrontDoor } from './scim-front-door.js';
import { sendProblem, sendScimError } from './send.js';

export type Doors = {
  readonly scim: ScimFrontDoor;
  readonly admin: AdminFrontDoor;
  readonly exceptions: AnswerExceptions;
  readonly requests: RequestLog;
  readonly routes: KnownRoutes;
};

/** The largest body a directory's limits can allow; what counts is its own limit, held by `limitBody`. */
const BODY_LIMIT = 64 * 1_048_576;

/** Client pools reuse a socket for up to a minute; a server that closes first looks like an outage to them. */
const KEEP_ALIVE_MS = 75_000;

/** Fastify under Nest: limits, tidy targets, raw bodies, and one hook that runs before anything reads a body. */
export const httpServer = (doors: Doors): FastifyAdapter => {
  const adapter = new FastifyAdapter({
    skipMiddie: true,
    bodyLimit: BODY_LIMIT,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: 30_000,
    // Node looks for late requests every 30 s unless told otherwise.
    http: { maxHeaderSize: 32_768, headersTimeout: 20_000, connectionsCheckingInterval: 5_000 },
    rewriteUrl: (request: IncomingMessage) => tidyTarget(request.url ?? '/'),
    routerOptions: { maxParamLength: 32_768 },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      doors.exceptions.answer(error, request, reply);
    },
    clientErrorHandler: answerUnreadable,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  fastify.decorateRequest('rollcall', null);
  fastify.addHook('onRoute', ({ url, method }) => doors.routes.add(url, method));
  fastify.addHook('onRequest', (request, reply, done) => {
    if (meet(doors, request, reply)) done();
  });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const limited = limitBody(request, payload as Readable);
    if (limited instanceof Error) done(limited);
    else done(null, limited);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    doors.requests.done(request, reply);
    done();
  });
  return adapter;
};

/** @returns false when the request has been answered already. */
const meet = (doors: Doors, request: FastifyRequest, reply: FastifyReply): boolean => {
  const requestId = requestIdOf(request.headers['x-request-id']);
  const target = splitTarget(request.raw.url ?? '/');
  const enter = (face: Face): RequestContext => {
    request.rollcall = { requestId, target, face };
    return request.rollcall;
  };
  reply.header('x-request-id', requestId);
  const base = scimBaseOf(target.path);
  if (base) {
    reply.header('cache-control', 'no-store');
    const met = doors.scim.admit(request.raw, reply.raw, base, requestId);
    if ('kind' in met) {
      enter({ is: 'other' });
      sendScimError(reply, met);
      drain(request.raw);
      return false;
    }
    enter({ is: 'scim', caller: met, rest: base.rest });
    return true;
  }
  if (!target.path.startsWith('/admin/')) return enter({ is: 'other' }) !== undefined;
  enter({ is: 'admin' });
  reply.header('cache-control', 'no-store');
  const refusal = doors.admin.refusal(request.raw);
  if (!refusal) return true;
  sendProblem(reply, refusal);
  drain(request.raw);
  return false;
};

/** What is not even HTTP, or has too long a head, has no request to answer: the answer is written by hand. */
const answerUnreadable = (error: { code?: string }, socket: Socket): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const line = tooLong ? '431 Request Header Fields Too Large' : late ? '408 Request Timeout' : '400 Bad Request';
  const detail = tooLong
    ? 'The head of the request is too long.'
    : late
      ? 'The request took too long to arrive.'
      : 'This is not an HTTP request.';
  const body = JSON.stringify({ ...errorBody(scimError(400, detail)), status: line.slice(0, 3) });
  socket.end(
    `HTTP/1.1 ${line}\r\nContent-Type: application/scim+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};
