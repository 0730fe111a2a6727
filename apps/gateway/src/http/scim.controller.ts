import { All, Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isScimError, readJson, type ScimError, scimError } from '#scim';
import { Dispatcher } from '../dispatch/dispatcher.js';
import type { Caller } from '../exchange/caller.js';
import type { ScimRequest } from '../exchange/scim-request.js';
import { answerTypeFor, excludesJson, SCIM_MEDIA_TYPE } from './media-type.js';
import { preferenceOf } from './prefer.js';
import { parametersOf, segmentsOf } from './request-target.js';
import { sendScimError, sendScimReply } from './send.js';

/** Deep enough for any bulk of any schema; recursion over a body is bounded by it. */
const MAX_DEPTH = 64;

const badAddress = scimError(400, 'The address holds a malformed percent escape.', 'invalidSyntax');
const noBody = scimError(400, 'The request has no body; a JSON object is needed.', 'invalidSyntax');
const notAcceptable = scimError(406, 'The answer can only be application/scim+json, which Accept excludes.');

const headerOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;

/** The one way in for SCIM: reads what HTTP says, dispatches, writes what comes back. */
@Controller()
export class ScimController {
  constructor(private readonly dispatcher: Dispatcher) {}

  @All(['scim/v2', 'scim/v2/*', 'provisioning/:provider/v2', 'provisioning/:provider/v2/*'])
  async answer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const face = request.rollcall?.face;
    if (face?.is !== 'scim') throw new Error('a SCIM request came past the front door');
    const scimRequest = scimRequestOf(request, face.caller, face.rest);
    const answer = 'kind' in scimRequest ? scimRequest : await this.dispatcher.dispatch(scimRequest);
    const asAccepted = face.caller.directory.settings.responseMediaType === 'as-accepted';
    const mediaType = asAccepted ? answerTypeFor(request.headers.accept) : SCIM_MEDIA_TYPE;
    if (isScimError(answer)) sendScimError(reply, answer, mediaType);
    else sendScimReply(reply, answer, mediaType);
  }
}

const scimRequestOf = (request: FastifyRequest, caller: Caller, rest: string): ScimRequest | ScimError => {
  const { headers } = request;
  const { settings, limits } = caller.directory;
  const segments = segmentsOf(rest);
  if (!segments) return badAddress;
  if (settings.unacceptableMediaType === 'refuse' && excludesJson(headers.accept)) return notAcceptable;
  const preference = preferenceOf(headerOf(headers['prefer']));
  const idempotencyKey = headerOf(headers['idempotency-key']) || undefined;
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  const maxBytes = segments[0] === 'Bulk' ? limits.bulkBytes : limits.bodyBytes;
  return {
    caller,
    method: request.method,
    segments,
    query: parametersOf(request.rollcall?.target.query ?? ''),
    conditions: { ...(ifMatch !== undefined && { ifMatch }), ...(ifNoneMatch !== undefined && { ifNoneMatch }) },
    ...(preference && { preference }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    readBody: () => {
      const body = request.body as Buffer | undefined;
      return body && body.length > 0 ? readJson(body, { maxBytes, maxDepth: MAX_DEPTH }) : noBody;
    },
  };
};
