/** RFC 7643 §2.5 and RFC 7644's `pr`: null, "", [] and {} are no value; false and 0 are. */
export const isPresent = (value: unknown): boolean => {
  if (value === undefined || value === null || value === '') return false;
  if (typeof value !== 'object') return true;
  return Array.isArray(value) ? value.some(isPresent) : Object.keys(value).length > 0;
};
