/**
 * What caseExact false compares by (RFC 7643 §2.2): each character's simple lower case by Unicode 16, without context.
 * This is exactly PostgreSQL 18's `lower(text collate pg_c_utf8)`, so a filter means the same in memory and in SQL; a
 * test holds the two equal for every character.
 *
 * JavaScript's own lower case differs for a few: İ (two characters there), Σ (depends on its neighbours there), and
 * letters that Unicode 17 added.
 */
export const foldCase = (text: string): string =>
  foldedOtherwise.test(text) ? Array.from(text, foldCharacter).join('') : text.toLowerCase();

const foldedOtherwise = /[\u0130\u03a3\ua7ce\ua7d2\ua7d4\u{16ea0}-\u{16eb8}]/u;

const foldCharacter = (character: string): string => {
  if (character === '\u03a3') return '\u03c3';
  if (character === '\u0130') return 'i';
  return foldedOtherwise.test(character) ? character : character.toLowerCase();
};
