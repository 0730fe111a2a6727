import type { Reading } from './problem.js';

/** The one value of a list of one, where the directory takes it for that value; any other value as it is. */
export const unwrapped = (value: unknown, { settings }: Reading): unknown =>
  settings.singletonArrays === 'unwrap' && Array.isArray(value) && value.length === 1 ? value[0] : value;
