import { type Readable, Transform } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { RequestContext } from './request-context.js';

const MEBIBYTE = 1_048_576;
/** Nobody has shown who they are there, and nothing there reads a body. */
const OTHER_LIMIT = 1_024;

/** The code by which Fastify itself says so; it becomes the same 413. */
const tooLarge = (): Error =>
  Object.assign(new Error('The body is too large.'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 });

const limitOf = (context: RequestContext | null): number => {
  if (context?.face.is === 'admin') return MEBIBYTE;
  if (context?.face.is !== 'scim') return OTHER_LIMIT;
  const { limits } = context.face.caller.directory;
  return context.face.rest === '/Bulk' ? limits.bulkBytes : limits.bodyBytes;
};

/**
 * The body as it may be read: refused by the length it announces, or cut off where it grows past the limit without
 * having announced any. Bodies are gathered in memory, so this bounds what one request can make us hold.
 */
export const limitBody = (request: FastifyRequest, payload: Readable): Readable | Error => {
  const { headers } = request;
  const limit = limitOf(request.rollcall);
  if (Number(headers['content-length'] ?? 0) > limit) return tooLarge();
  return headers['transfer-encoding'] === undefined ? payload : payload.pipe(counting(limit));
};

const counting = (limit: number): Transform => {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) done(tooLarge());
      else done(null, chunk);
    },
  });
};
