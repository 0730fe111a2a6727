import type { Rejection } from './decision.js';
import { invalid, overLimit } from './rejections.js';

export const MAX_NAME_LENGTH = 100;
const MAX_URL_LENGTH = 2_000;
const MAX_JSON_LENGTH = 65_536;
const MAX_JSON_DEPTH = 32;
const CONTROL = /\p{Cc}/u;

const sizeOf = (text: string): number => [...text].length;

/** A name or label as people type it: some characters, no control characters, no space around. */
export const nameProblem = (field: string, text: string): Rejection | undefined => {
  if (text.length === 0 || text.trim() !== text)
    return invalid(field, 'must not be empty, nor begin or end with a space');
  if (!text.isWellFormed() || CONTROL.test(text)) return invalid(field, 'must not hold control characters');
  return sizeOf(text) > MAX_NAME_LENGTH ? overLimit(field, `must not be longer than ${MAX_NAME_LENGTH}`) : undefined;
};

/** The form in which names are compared: compatibility forms, case and runs of spaces do not make a difference. */
export const canonicalName = (text: string): string =>
  text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/gu, ' ');

/** Absolute http or https, without user, password and fragment. */
export const urlProblem = (field: string, text: string): Rejection | undefined => {
  if (text.length > MAX_URL_LENGTH) return overLimit(field, `must not be longer than ${MAX_URL_LENGTH}`);
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return invalid(field, 'must be an absolute http or https URL');
  }
  if (url.username !== '' || url.password !== '') return invalid(field, 'must not hold a user name or password');
  return url.hash === '' ? undefined : invalid(field, 'must not have a fragment');
};

/** JSON that is small enough to travel in an event and that PostgreSQL can keep. */
export const jsonProblem = (field: string, value: unknown): Rejection | undefined => {
  if (!isStorable(value, MAX_JSON_DEPTH)) {
    return invalid(field, `must be JSON without NUL, at most ${MAX_JSON_DEPTH} levels deep`);
  }
  const { length } = JSON.stringify(value);
  return length > MAX_JSON_LENGTH ? overLimit(field, `must not be larger than ${MAX_JSON_LENGTH}`) : undefined;
};

const isStorable = (value: unknown, depth: number): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'boolean' || value === null) return true;
  if (typeof value !== 'object' || depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isStorable(item, depth - 1));
  return Object.entries(value).every(([name, item]) => isStorable(name, 0) && isStorable(item, depth - 1));
};
