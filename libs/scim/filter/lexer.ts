export type Token =
  | { readonly kind: '(' | ')' | '[' | ']' | 'end'; readonly at: number }
  | { readonly kind: 'word'; readonly at: number; readonly text: string }
  | { readonly kind: 'string'; readonly at: number; readonly value: string }
  | { readonly kind: 'problem'; readonly at: number; readonly detail: string };

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
const isDelimiter = (code: number): boolean =>
  isBlank(code) || code === 0x28 || code === 0x29 || code === 0x5b || code === 0x5d || code === 0x22;

/**
 * Reads one token from `from` on; linear in what it reads, and never looks back.
 *
 *     token  = "(" / ")" / "[" / "]" / string / word
 *     string = a JSON string (RFC 8259 §7)
 *     word   = 1*(any character but a blank, a parenthesis, a bracket or a quote)
 *
 * `next` is where the following token starts its search.
 */
export const readToken = (text: string, from: number): { readonly token: Token; readonly next: number } => {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  if (at >= text.length) return { token: { kind: 'end', at }, next: at };
  const first = text[at];
  if (first === '(' || first === ')' || first === '[' || first === ']') {
    return { token: { kind: first, at }, next: at + 1 };
  }
  return first === '"' ? readString(text, at) : readWord(text, at);
};

const readWord = (text: string, at: number) => {
  let end = at;
  while (end < text.length && !isDelimiter(text.charCodeAt(end))) end++;
  return { token: { kind: 'word', at, text: text.slice(at, end) } as const, next: end };
};

const readString = (text: string, at: number) => {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) return problem(at, 'the string that begins here is never closed', text.length);
  const value = jsonString(text.slice(at, end + 1));
  if (value === undefined) return problem(at, 'the string that begins here is not a JSON string', end + 1);
  // No stored value can hold these (PostgreSQL and well-formed UTF-8 cannot either), so nothing sensible is asked.
  if (value.includes('\u0000') || !value.isWellFormed()) {
    return problem(at, 'the string that begins here contains U+0000 or half of a surrogate pair', end + 1);
  }
  return { token: { kind: 'string', at, value } as const, next: end + 1 };
};

const problem = (at: number, detail: string, next: number) =>
  ({ token: { kind: 'problem', at, detail }, next }) as const;

const jsonString = (quoted: string): string | undefined => {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
};
