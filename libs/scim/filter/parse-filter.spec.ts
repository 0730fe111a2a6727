import { isScimError } from '../scim-error.js';
import type { FilterNode } from './filter-node.js';
import { parseFilter, parsePath } from './parse-filter.js';

const parsed = (text: string): FilterNode => {
  const node = parseFilter(text);
  if (isScimError(node)) throw new Error(`${text} is refused: ${node.detail}`);
  return node;
};

/** Back to text with every pair of parentheses written out. */
const shape = (node: FilterNode): string => {
  switch (node.kind) {
    case 'and':
    case 'or':
      return `(${node.terms.map(shape).join(` ${node.kind} `)})`;
    case 'not':
      return `not${shape(node.term)}`;
    case 'present':
      return `${node.path} pr`;
    case 'compare':
      return `${node.path} ${node.operator} ${JSON.stringify(node.literal)}`;
    case 'elements':
      return `${node.path}[${shape(node.filter)}]`;
  }
};

const detailOf = (text: string): string => {
  const refusal = parseFilter(text);
  if (!isScimError(refusal)) throw new Error(`${text} is accepted`);
  expect(refusal).toMatchObject({ status: 400, scimType: 'invalidFilter' });
  return refusal.detail;
};

describe('the filter parser', () => {
  test.each([
    ['107: and binds tighter than or', 'a pr or b pr and c pr', '(a pr or (b pr and c pr))'],
    ['107: parentheses come first', '(a pr or b pr) and c pr', '((a pr or b pr) and c pr)'],
    ['106: not(…) without a blank', 'not(a pr)', 'nota pr'],
    ['106: nested not', 'not (not (a pr))', 'notnota pr'],
    ['106: not over and', 'not (a pr and b pr)', 'not(a pr and b pr)'],
    ['106: not over a value path', 'not (emails[type eq "work"])', 'notemails[type eq "work"]'],
    ['95: operators in any case', 'USERNAME EQ "x" AND a Pr', '(USERNAME eq "x" and a pr)'],
    ['119: extra blanks', '  ( a   eq  "x" )  and  emails [ type  eq "y" ]  ', '(a eq "x" and emails[type eq "y"])'],
    [
      '109: value path inside and outside',
      'a[b pr or not (c eq true)] and d pr',
      '(a[(b pr or notc eq true)] and d pr)',
    ],
    ['101: numbers', 'a gt -5 and b eq 7.0 and c eq 7e0', '(a gt -5 and b eq 7 and c eq 7)'],
    ['118: null', 'a eq null', 'a eq null'],
    ['117: escapes', 'a eq "\\"\\\\\\/\\n\\u00fc\\ud83d\\ude00"', 'a eq "\\"\\\\/\\nü😀"'],
    ['117: operators and brackets in strings', 'a eq "x) and [y] or (pr"', 'a eq "x) and [y] or (pr"'],
    ['113: URN paths', 'urn:a:2.0:User:b.c eq "x"', 'urn:a:2.0:User:b.c eq "x"'],
    ['111: $ref is a name', 'members.$ref pr', 'members.$ref pr'],
    ['108: a verdict behind brackets joins the element', 'e[t eq "w"].value eq "x"', 'e[(t eq "w" and value eq "x")]'],
    ['207: __proto__ is refused by the schema, constructor is a name', 'constructor pr', 'constructor pr'],
  ])('%s', (_, text, expected) => {
    expect(shape(parsed(text))).toBe(expected);
  });

  test.each([
    ['', 'found the end'],
    ['   ', 'found the end'],
    ['userName', 'operator'],
    ['userName eq', 'expected a value'],
    ['eq "x"', 'expected an operator'],
    ['userName xx "y"', 'unknown operator "xx"'],
    ['userName eq "x" and', 'expected an attribute, found the end'],
    ['userName eq "x" or or a pr', 'expected an attribute'],
    ['and a pr', 'expected an attribute'],
    ['(a pr', 'expected ")"'],
    ['a pr)', 'unexpected ")"'],
    ['a pr b pr', 'unexpected "b"'],
    ['emails[type eq "x"', 'expected "]"'],
    ['emails[]', 'expected an attribute'],
    ['emails[a[b pr]]', 'brackets within brackets'],
    ['emails[type eq "x")', 'expected "]"'],
    ['a eq "x', 'never closed'],
    ['a eq "x\\"', 'never closed'],
    ['a eq "\\x"', 'not a JSON string'],
    ['a eq "\\u12"', 'not a JSON string'],
    ['a eq "\u0001"', 'not a JSON string'],
    ['a eq "\\u0000"', 'U+0000'],
    ['a eq "\\ud800"', 'surrogate'],
    ['a eq True', 'neither a quoted string'],
    ['a eq abc', 'neither a quoted string'],
    ['a eq 01', 'neither a quoted string'],
    ['a eq 1.', 'neither a quoted string'],
    ['a eq 1e999', 'out of range'],
    ['a eq "x"b pr', 'a blank is missing'],
    ['a eq"x"', 'a blank is missing'],
    ['a eq "x"and b pr', 'a blank is missing'],
    ['not a eq "x"', '"not" needs a parenthesis'],
    ['not', '"not" needs a parenthesis'],
    ['1a eq "x"', 'expected an attribute'],
    ['a..b pr', 'expected an attribute'],
    ['a.b.c pr', 'expected an attribute'],
    ['__proto__ pr', 'expected an attribute'],
    ['a[b pr].c', 'operator'],
    ['a[b pr]. eq "x"', 'unexpected'],
    ['ü eq "x"', 'expected an attribute'],
  ])('120: %j is refused with a reason', (text, reason) => {
    expect(detailOf(text)).toContain(reason);
  });

  test('120: the position is named', () => {
    expect(detailOf('userName like "x"')).toContain('"like" at character 10');
  });

  test('the result is frozen throughout', () => {
    const node = parsed('not (a pr and b[c eq "x"])');
    expect(Object.isFrozen(node)).toBe(true);
    expect(node.kind === 'not' && Object.isFrozen(node.term)).toBe(true);
    expect(node.kind === 'not' && node.term.kind === 'and' && Object.isFrozen(node.term.terms)).toBe(true);
  });

  test('281: 100 terms and 4,000 characters are understood', () => {
    const text = Array.from({ length: 100 }, (_, at) => `userName eq "user-${at}-${'x'.repeat(20)}"`).join(' or ');
    expect(text.length).toBeGreaterThan(4_000);
    expect(parsed(text)).toMatchObject({ kind: 'or' });
    expect(parsed(`userName eq "${'x'.repeat(4_000)}"`)).toMatchObject({ kind: 'compare' });
    expect(parsed(`${'('.repeat(100)}a pr${')'.repeat(100)}`)).toMatchObject({ kind: 'present' });
  });

  test.each([
    ['20,000 terms', Array.from({ length: 20_000 }, () => 'a pr').join(' or ')],
    ['100,000 parentheses', '('.repeat(100_000)],
    ['100,000 closed parentheses', `${'('.repeat(50_000)}a pr${')'.repeat(50_000)}`],
    ['a 500 kB literal', `a eq "${'x'.repeat(500_000)}"`],
    ['a run of backslashes', `a eq "${'\\'.repeat(100_001)}`],
    ['50,000 times not', 'not ('.repeat(50_000)],
  ])('281: %s are refused quickly, with and without a length limit', (_, text) => {
    const started = process.cpuUsage();
    expect(detailOf(text)).toBeTruthy();
    const refusal = parseFilter(text, { maxLength: 10_000_000 });
    expect(isScimError(refusal) || refusal.kind === 'compare').toBe(true);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(500);
  });

  test('123: each limit is a parameter', () => {
    expect(parseFilter('a pr and b pr', { maxTerms: 1 })).toMatchObject({ scimType: 'invalidFilter' });
    expect(parseFilter('((a pr))', { maxDepth: 1 })).toMatchObject({ scimType: 'invalidFilter' });
    expect(parseFilter('(a pr) and (b pr)', { maxDepth: 1 })).toMatchObject({ kind: 'and' });
    expect(parseFilter('not (a pr) and not (b pr)', { maxDepth: 2 })).toMatchObject({ kind: 'and' });
    expect(parseFilter('a pr', { maxLength: 3 })).toMatchObject({ scimType: 'invalidFilter' });
  });

  test('unquoted literals are strings where the directory accepts them', () => {
    const accept = { unquotedFilterLiteral: 'accept' } as const;
    expect(parseFilter('userName eq ada@example.com and a pr', accept)).toEqual(
      parsed('userName eq "ada@example.com" and a pr'),
    );
    expect(parseFilter('active eq true', accept)).toEqual({ ...parsed('active eq true'), bare: 'true' });
    expect(parseFilter('active eq True', accept)).toEqual(parsed('active eq "True"'));
    expect(parseFilter('(userName eq ada)', accept)).toEqual(parsed('userName eq "ada"'));
  });
});

describe('the path parser', () => {
  test.each([
    ['members', { path: 'members' }],
    ['name.givenName', { path: 'name.givenName' }],
    ['urn:a:2.0:User', { path: 'urn:a:2.0:User' }],
    ['__proto__', undefined],
  ])('184, 194: %s', (text, expected) => {
    const node = parsePath(text);
    if (expected) expect(node).toEqual(expected);
    else expect(node).toMatchObject({ status: 400, scimType: 'invalidPath' });
  });

  test('194: a filter with dots, brackets and quotes in its literal', () => {
    expect(parsePath('emails[value eq "a.b]\\"c"].display')).toEqual({
      path: 'emails',
      filter: parsed('value eq "a.b]\\"c"'),
      subAttribute: 'display',
    });
  });

  test.each([
    ['', 'invalidPath'],
    ['a b', 'invalidPath'],
    ['a.', 'invalidPath'],
    ['a[b pr].c.d', 'invalidPath'],
    ['a[b pr]c', 'invalidPath'],
    ['a[', 'invalidFilter'],
    ['a[b xx "c"]', 'invalidFilter'],
    ['a[b pr', 'invalidFilter'],
    ['a eq "x"', 'invalidPath'],
  ])('169: %j is refused with a 400', (text, scimType) => {
    expect(parsePath(text)).toMatchObject({ status: 400, scimType });
  });
});
