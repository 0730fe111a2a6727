import { checkFilter, compileFilter, isScimError, parseFilter, presetOf, userResourceType } from '#scim';

const settings = presetOf('generic');
const options = {
  alias: 'r',
  schema: 'rm_1',
  firstParameter: 1,
  directoryId: 'd',
  locationPrefix: 'https://id.example.com',
};
const warmUps = 20_000;
const times = 50_000;
const hostileLength = 100_000;

const typical = [
  'userName eq "bjensen@example.com"',
  'emails[type eq "work" and value co "@example.com"] and active eq true',
  'meta.lastModified gt "2011-05-13T04:42:34Z" and (title pr or userType eq "Intern")',
];

const hostile = ['(', 'not ', '[', 'a.', 'active eq true and ', 'userName eq "\\"'];

const compile = (text: string): void => {
  const node = parseFilter(text, settings);
  const checked = isScimError(node) ? node : checkFilter(node, userResourceType, settings);
  if (isScimError(checked)) throw new Error(`${text}: ${checked.detail}`);
  compileFilter(checked, options);
};

/** `bench filters`: from a filter's text to its SQL, and how soon a hostile one is refused. */
export const runFilters = (): void => {
  for (const text of typical) {
    for (let n = 0; n < warmUps; n += 1) compile(text);
    const begin = performance.now();
    for (let n = 0; n < times; n += 1) compile(text);
    console.log(`${((1_000 * (performance.now() - begin)) / times).toFixed(1).padStart(6)} µs   ${text}`);
  }
  for (const piece of hostile) {
    const text = piece.repeat(hostileLength / piece.length);
    const begin = performance.now();
    const refusal = parseFilter(text, settings);
    const took = (performance.now() - begin).toFixed(2);
    console.log(`${took.padStart(6)} ms   ${piece} … (100 kB): ${isScimError(refusal) ? refusal.status : 'taken'}`);
  }
};
