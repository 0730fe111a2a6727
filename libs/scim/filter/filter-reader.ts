import type { ComparisonOperator, FilterNode, Literal } from './filter-node.js';
import { readToken, type Token } from './lexer.js';

export type FilterLimits = {
  /** Characters. */
  readonly maxLength: number;
  /** Parentheses, brackets and `not` around one test. */
  readonly maxDepth: number;
  /** Tests, that is comparisons and `pr`. */
  readonly maxTerms: number;
};

const operators: ReadonlyMap<string, ComparisonOperator> = new Map(
  (['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const).map((operator) => [operator, operator]),
);
const plainPath = /^[A-Za-z$][A-Za-z0-9_$-]*(\.[A-Za-z$][A-Za-z0-9_$-]*)?$/;
const urnPath = /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/;
const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const reserved = new Set(['and', 'or', 'not']);
const constants: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Recursive descent over RFC 7644 §3.4.2.2, figure 1; `not` binds tighter than `and`, `and` tighter than `or`.
 *
 *     filter  = and *("or" and)
 *     and     = unary *("and" unary)
 *     unary   = ["not"] "(" filter ")" / test
 *     test    = path verdict / path "[" filter "]" ["." sub verdict]
 *     verdict = "pr" / operator literal
 *     literal = string / number / "true" / "false" / "null"
 *
 * Words are separated by blanks, any number of them. Operators come in any case, `true`, `false` and `null` only so.
 * `emails[type eq "work"].value eq "x"` is not in the RFC, but identity providers send it: it asks both of one element.
 * Inside brackets there are no further brackets. Time is linear in the text, which the limits bound in turn.
 * Every method returns undefined after the first problem, which `problem` keeps.
 */
export class FilterReader {
  private token: Token;
  private next: number;
  private depth = 0;
  private terms = 0;
  /** Stays true after a problem inside brackets. */
  isInBrackets = false;
  private problem: string | undefined;

  constructor(
    private readonly text: string,
    private readonly limits: FilterLimits,
    private readonly acceptsUnquoted: boolean,
  ) {
    ({ token: this.token, next: this.next } = readToken(text, 0));
  }

  filter(): FilterNode | undefined {
    return this.chain('or', () => this.chain('and', () => this.unary()));
  }

  /** `path ["[" filter "]" ["." sub]]`, for PATCH. */
  valuePath(): { path: string; filter?: FilterNode; subAttribute?: string } | undefined {
    const path = this.path();
    if (path === undefined || this.token.kind !== '[') return path === undefined ? undefined : { path };
    this.isInBrackets = true;
    const filter = this.enclosed(']');
    if (!filter) return undefined;
    this.isInBrackets = false;
    if (!this.isSubAttribute()) return { path, filter };
    const subAttribute = this.subAttribute();
    return subAttribute === undefined ? undefined : { path, filter, subAttribute };
  }

  isAtEnd(): boolean {
    return this.token.kind === 'end' || this.fail(`unexpected ${this.here()}`) !== undefined;
  }

  problemDetail(): string {
    return this.problem ?? 'it is empty';
  }

  private chain(word: 'and' | 'or', operand: () => FilterNode | undefined): FilterNode | undefined {
    const first = operand();
    if (!first || !this.isWord(word)) return first;
    const terms = [first];
    while (this.isWord(word)) {
      this.advance();
      const term = operand();
      if (!term) return undefined;
      terms.push(term);
    }
    return Object.freeze({ kind: word, terms: Object.freeze(terms) });
  }

  private unary(): FilterNode | undefined {
    if (this.isOpen()) return this.enclosed(')');
    if (!this.isWord('not')) return this.test();
    this.advance();
    if (!this.isOpen()) return this.fail(`"not" needs a parenthesis, found ${this.here()}`);
    if (++this.depth > this.limits.maxDepth) return this.tooDeep();
    const term = this.enclosed(')');
    this.depth--;
    return term && Object.freeze({ kind: 'not', term });
  }

  /** From an opening parenthesis or bracket, which is the current token, to behind the closing one. */
  private enclosed(closing: ')' | ']'): FilterNode | undefined {
    if (++this.depth > this.limits.maxDepth) return this.tooDeep();
    const opened = this.token.at;
    this.advance();
    const node = this.filter();
    if (!node) return undefined;
    if (this.token.kind !== closing) {
      return this.fail(`expected "${closing}" for what opens at character ${opened + 1}, found ${this.here()}`);
    }
    this.advance();
    this.depth--;
    return node;
  }

  private test(): FilterNode | undefined {
    const path = this.path();
    if (path === undefined) return undefined;
    return this.token.kind === '[' ? this.elements(path) : this.verdict(path);
  }

  private elements(path: string): FilterNode | undefined {
    if (this.isInBrackets) return this.fail(`brackets within brackets at character ${this.token.at + 1}`);
    this.isInBrackets = true;
    const filter = this.enclosed(']');
    if (!filter) return undefined;
    this.isInBrackets = false;
    if (!this.isSubAttribute()) return Object.freeze({ kind: 'elements', path, filter });
    const subAttribute = this.subAttribute();
    if (subAttribute === undefined) return undefined;
    const verdict = this.verdict(subAttribute);
    if (!verdict) return undefined;
    const both = Object.freeze({ kind: 'and', terms: Object.freeze([filter, verdict]) } as const);
    return Object.freeze({ kind: 'elements', path, filter: both });
  }

  private isSubAttribute(): boolean {
    return this.token.kind === 'word' && this.token.text.startsWith('.');
  }

  private subAttribute(): string | undefined {
    const name = this.token.kind === 'word' ? this.token.text.slice(1) : '';
    if (!plainPath.test(name) || name.includes('.')) return this.fail(`unexpected ${this.here()}`);
    this.advance();
    return name;
  }

  private path(): string | undefined {
    const { token } = this;
    if (token.kind !== 'word') return this.fail(`expected an attribute, found ${this.here()}`);
    const isPath = token.text.includes(':') ? urnPath.test(token.text) : plainPath.test(token.text);
    if (!isPath || reserved.has(token.text.toLowerCase())) {
      return this.fail(`expected an attribute, found ${this.here()}`);
    }
    this.advance();
    return token.text;
  }

  private verdict(path: string): FilterNode | undefined {
    if (++this.terms > this.limits.maxTerms) {
      return this.fail(`it has more than ${this.limits.maxTerms} comparisons`);
    }
    if (this.token.kind !== 'word') return this.fail(`expected an operator, found ${this.here()}`);
    const word = this.token.text.toLowerCase();
    if (word === 'pr') {
      this.advance();
      return this.isSeparated() ? Object.freeze({ kind: 'present', path }) : undefined;
    }
    const operator = operators.get(word);
    if (!operator) return this.fail(`unknown operator ${this.here()}`);
    this.advance();
    const { token } = this;
    const literal = this.isSeparated() ? this.literal(operator) : undefined;
    if (literal === undefined || !this.isSeparated()) return undefined;
    const isTyped = token.kind === 'word' && typeof literal !== 'string';
    const bare = this.acceptsUnquoted && isTyped && { bare: token.text };
    return Object.freeze({ kind: 'compare', path, operator, literal, ...bare });
  }

  private literal(operator: string): Literal | undefined {
    const { token } = this;
    if (token.kind !== 'string' && token.kind !== 'word') {
      return this.fail(`expected a value after "${operator}", found ${this.here()}`);
    }
    const value = token.kind === 'string' ? token.value : this.bareLiteral(token.text);
    if (value !== undefined) this.advance();
    return value;
  }

  private bareLiteral(word: string): Literal | undefined {
    const constant = constants.get(word);
    if (constant !== undefined) return constant;
    if (jsonNumber.test(word)) {
      const value = Number(word);
      return Number.isFinite(value) ? value : this.fail(`the number ${this.here()} is out of range`);
    }
    if (this.acceptsUnquoted && word.isWellFormed()) return word;
    return this.fail(`${this.here()} is neither a quoted string, a number, true, false nor null`);
  }

  /** A word or a string must not touch the next one: `eq"x"` and `"x"and` are mistakes. */
  private isSeparated(): boolean {
    const { token, text } = this;
    const isApart = (token.kind !== 'word' && token.kind !== 'string') || ' \t\r\n'.includes(text[token.at - 1] ?? ' ');
    return isApart || this.fail(`a blank is missing before ${this.here()}`) !== undefined;
  }

  private advance(): void {
    ({ token: this.token, next: this.next } = readToken(this.text, this.next));
  }

  private isOpen(): boolean {
    return this.token.kind === '(';
  }

  private isWord(word: string): boolean {
    return this.token.kind === 'word' && this.token.text.toLowerCase() === word;
  }

  private tooDeep(): undefined {
    return this.fail(`it is nested more than ${this.limits.maxDepth} levels deep`);
  }

  private here(): string {
    const { token } = this;
    if (token.kind === 'end') return 'the end';
    const text = token.kind === 'word' ? token.text : token.kind === 'string' ? token.value : token.kind;
    return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}" at character ${token.at + 1}`;
  }

  private fail(detail: string): undefined {
    this.problem ??= this.token.kind === 'problem' ? `${this.token.detail} (character ${this.token.at + 1})` : detail;
    return undefined;
  }
}
