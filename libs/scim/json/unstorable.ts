import { isObject, type JsonValue } from './json-value.js';

export type Unstorable = { readonly place: string; readonly problem: string };

const placeOf = (path: readonly (string | number)[]): string =>
  path.length === 0
    ? 'the body'
    : path.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');

const problemOfText = (text: string): string | undefined => {
  if (text.includes('\u0000')) return 'contains the character U+0000, which cannot be stored';
  return text.isWellFormed() ? undefined : 'contains half of a surrogate pair, which is no character';
};

const problemOf = (value: JsonValue): string | undefined => {
  if (typeof value === 'string') return problemOfText(value);
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return 'is a number out of range';
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? 'is a whole number beyond ±9007199254740991, which would lose digits'
    : undefined;
};

/**
 * The first string, key or number that no store could give back unchanged: U+0000, half a surrogate pair, a whole number
 * beyond 2^53. The caller has bounded the nesting.
 */
export const findUnstorable = (value: JsonValue, path: (string | number)[] = []): Unstorable | undefined => {
  const problem = problemOf(value);
  if (problem) return { place: placeOf(path), problem };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const keyProblem = isObject(value) ? problemOfText(key as string) : undefined;
    if (keyProblem) return { place: `a name in ${placeOf(path)}`, problem: keyProblem };
    path.push(key);
    const found = findUnstorable(member, path);
    if (found) return found;
    path.pop();
  }
  return undefined;
};
