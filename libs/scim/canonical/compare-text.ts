/**
 * Code point order, which is the byte order of UTF-8 and PostgreSQL's `collate "C"`. JavaScript compares UTF-16 units,
 * where characters beyond U+FFFF come before U+E000.
 */
export const compareText = (left: string, right: string): number => {
  const end = Math.min(left.length, right.length);
  for (let at = 0; at < end; at++) {
    const one = left.charCodeAt(at);
    const other = right.charCodeAt(at);
    if (one !== other) return codePointRank(one) - codePointRank(other);
  }
  return left.length - right.length;
};

const codePointRank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
