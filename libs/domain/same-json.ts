/** Whether two JSON values are equal; members of objects in any order, items of arrays in the same. */
export const isSameJson = (left: unknown, right: unknown): boolean => {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every(
    (name) =>
      Object.hasOwn(right, name) &&
      isSameJson((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]),
  );
};
