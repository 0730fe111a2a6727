/** What can be known about JSON text without parsing it. */
export type Scan = {
  readonly depth: number;
  /** A `\u` escape: the only way to write U+0000 or half a surrogate pair. */
  readonly hasUnicodeEscape: boolean;
  /** A number that may not survive as a double: 16 digits or more, or an exponent. */
  readonly hasLargeNumber: boolean;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

/**
 * One pass over the bytes, so that nesting is bounded before anything recursive sees it and so that the checks a normal
 * body does not need are skipped. All bytes tested are ASCII; UTF-8 continuation bytes never equal them.
 */
export const scanJson = (bytes: Uint8Array): Scan => {
  let depth = 0;
  let deepest = 0;
  let digits = 0;
  let hasUnicodeEscape = false;
  let hasLargeNumber = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x30 && byte <= 0x39) {
      if (++digits >= 16) hasLargeNumber = true;
      continue;
    }
    if (digits > 0 && (byte === 0x65 || byte === 0x45)) hasLargeNumber = true;
    digits = 0;
    if (byte === QUOTE) {
      for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) {
        if (bytes[at] === BACKSLASH && bytes[++at] === LOWER_U) hasUnicodeEscape = true;
      }
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return { depth: deepest, hasUnicodeEscape, hasLargeNumber };
};
