import type { Rejection } from './decision.js';

export const gone: Rejection = { kind: 'rejected', reason: 'gone' };

export const otherVersion = (found: number): Rejection => ({ kind: 'rejected', reason: 'version', found });

export const invalid = (field: string, problem: string): Rejection => ({
  kind: 'rejected',
  reason: 'invalid',
  field,
  problem,
});

export const overLimit = (field: string, problem: string): Rejection => ({
  kind: 'rejected',
  reason: 'limit',
  field,
  problem,
});
