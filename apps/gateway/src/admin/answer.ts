import type { FastifyReply } from 'fastify';
import { type Problem, sendProblem } from '../http/send.js';

const isProblem = (value: object): value is Problem => 'kind' in value && value.kind === 'problem';

/** Sends a view as JSON, or a problem as what it is. */
export const answer = (reply: FastifyReply, view: object | Problem, status = 200): void => {
  if (isProblem(view)) {
    sendProblem(reply, view);
    return;
  }
  reply.code(status).header('content-type', 'application/json').send(JSON.stringify(view));
};

export const answerNothing = (reply: FastifyReply, result: object | Problem): void => {
  if (isProblem(result)) sendProblem(reply, result);
  else reply.code(204).send();
};
