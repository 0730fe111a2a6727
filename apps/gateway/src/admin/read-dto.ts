import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validate } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { readJson } from '#scim';
import type { Problem } from '../http/send.js';
import { problem } from './problem.js';

const LIMITS = { maxBytes: 1_048_576, maxDepth: 40 };

export type Dto<T> = { readonly kind: 'dto'; readonly value: T };

/** A JSON body held against its class; every problem at once, each beginning with its field. */
export const readDto = async <T extends object>(
  request: FastifyRequest,
  type: ClassConstructor<T>,
): Promise<Dto<T> | Problem> => {
  const body = readBody(request);
  if (body.kind === 'problem') return body;
  const value = plainToInstance(type, body.value);
  const errors = await validate(value, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length === 0) return { kind: 'dto', value };
  const problems = errors.flatMap(problemsOf);
  return problem(400, problems.join('; '), problems);
};

/** A JSON object whose names are not fixed. */
export const readBody = (request: FastifyRequest): Dto<Record<string, unknown>> | Problem => {
  const bytes = request.body as Buffer | undefined;
  if (!bytes || bytes.length === 0) return problem(400, 'The request has no body; a JSON object is needed.');
  const read = readJson(bytes, LIMITS);
  if (read.kind === 'scim-error') return problem(read.status, read.detail);
  const { value } = read;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return problem(400, 'The body must be a JSON object.');
  }
  return { kind: 'dto', value: value as Record<string, unknown> };
};

/** Each begins with the path of its field: `extends.0.resourceType: …`. */
const problemsOf = ({ property, constraints, children }: ValidationError): readonly string[] => [
  ...Object.entries(constraints ?? {}).map(([rule, text]) =>
    rule === 'whitelistValidation'
      ? `${property}: is not known here; leave it out`
      : text.startsWith(property)
        ? text.replace(property, `${property}:`)
        : `${property}: ${text}`,
  ),
  ...(children ?? []).flatMap(problemsOf).map((text) => `${property}.${text}`),
];
