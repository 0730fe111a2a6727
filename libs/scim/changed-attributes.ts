import type { Attributes } from './attributes.js';
import { own } from './json/json-value.js';
import { isSameValue } from './json/same-value.js';

/**
 * Names of the top-level attributes and extension URNs that differ, sorted; empty when a write changes nothing. `schemas`
 * follows from the others and is not named.
 */
export const changedAttributes = (before: Attributes, after: Attributes): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => name !== 'schemas' && !isSameValue(own(before, name), own(after, name)))
    .sort();
