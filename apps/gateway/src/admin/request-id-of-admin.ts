import type { FastifyRequest } from 'fastify';
import { newId } from '#runtime';

export const requestIdOfAdmin = (request: FastifyRequest): string => request.rollcall?.requestId ?? newId();
