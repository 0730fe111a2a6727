import { isObject } from './json-value.js';

const isSameObject = (left: Record<string, unknown>, right: Record<string, unknown>): boolean => {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSameValue(left[name], right[name]))
  );
};

/** Deep equality of JSON values; the order of an object's names does not count, that of a list does. */
export const isSameValue = (left: unknown, right: unknown): boolean => {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((element, at) => isSameValue(element, right[at]));
  }
  return isObject(left) && isObject(right) && isSameObject(left, right);
};

/** JSON with sorted names, so that equal values have equal texts. */
export const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)))
      : inner,
  );
