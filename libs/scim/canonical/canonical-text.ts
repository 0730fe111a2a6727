const notAscii = /[^ -~]/;
const unicode17 = /[\ua7ce\ua7d2\ua7d4\u{16ea0}-\u{16eb8}]/u;

/**
 * The form by which userName and displayName are unique and found, after RFC 8265's UsernameCaseMapped: width and other
 * compatibility forms, lower case, NFC. É is é, composed is decomposed, ＡＤＡ is ada, a final ς is σ; ß stays ß, as RFC
 * 8265 §3.3 has it. Nothing is refused here: what a name may contain is not the question.
 *
 * Frozen as version 1 (`userName/1`): claims in the journal were made with it. Letters of Unicode 17 are left as they
 * are, so a newer runtime gives the same form. Another rule is another version and another scope.
 */
export const canonicalText = (text: string): string =>
  notAscii.test(text) ? Array.from(text.normalize('NFKC'), lowered).join('').normalize('NFC') : text.toLowerCase();

const lowered = (character: string): string => {
  if (character === '\u03a3' || character === '\u03c2') return '\u03c3';
  return unicode17.test(character) ? character : character.toLowerCase();
};
