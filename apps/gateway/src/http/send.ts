import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { errorBody, type ScimError } from '#scim';
import { type ScimReply, textOf } from '../exchange/scim-reply.js';
import { SCIM_MEDIA_TYPE } from './media-type.js';

/** Bodies go out as bytes: to text Fastify would add a charset to the media type, which some clients compare as a whole. */
export const sendScimReply = (reply: FastifyReply, answer: ScimReply, mediaType: string): FastifyReply => {
  reply.code(answer.status);
  if (answer.headers) reply.headers(answer.headers);
  if (!answer.body) return reply.send();
  reply.header('content-type', mediaType);
  return answer.body.is === 'pieces'
    ? reply.send(Readable.from(answer.body.pieces))
    : reply.send(Buffer.from(textOf(answer.body)));
};

export const sendScimError = (
  reply: FastifyReply,
  error: ScimError,
  mediaType: string = SCIM_MEDIA_TYPE,
): FastifyReply => {
  reply.code(error.status);
  if (error.headers) reply.headers(error.headers);
  reply.header('content-type', mediaType);
  return reply.send(Buffer.from(JSON.stringify(errorBody(error))));
};

/** RFC 9457. `title` is short and fixed for its status, `detail` says what is wrong this time. */
export type Problem = {
  readonly kind: 'problem';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** One sentence per field that is wrong. */
  readonly problems?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
};

export const sendProblem = (reply: FastifyReply, { kind: _, headers, ...body }: Problem): FastifyReply => {
  reply.code(body.status);
  if (headers) reply.headers(headers);
  reply.header('content-type', 'application/problem+json');
  return reply.send(Buffer.from(JSON.stringify({ type: 'about:blank', ...body })));
};
