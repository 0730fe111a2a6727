import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settingNames } from '#scim';
import { sections } from './behaviours.js';
import { serviceSections } from './behaviours-of-the-service.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'sections');
const sources = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(folder, file), 'utf8'));

/** Numbers of tests that run; those marked failing or todo are no proof. */
const shown = new Set(
  sources.flatMap((source) =>
    [...source.matchAll(/\b(?:it|test)(?:\.each[^']*?)?\(\s*'#(\d+)/g), ...source.matchAll(/\)\(\s*'#(\d+)/g)].map(
      ([, number]) => Number(number),
    ),
  ),
);

const behaviours = [...sections, ...serviceSections].flatMap((section) => section.behaviours);

describe('the list of behaviours', () => {
  it('has every number from 1 to 287 once, in order', () => {
    expect(behaviours.map(([number]) => number)).toEqual(Array.from({ length: 287 }, (_, at) => at + 1));
  });

  it('has at least one test for each', () => {
    expect(behaviours.map(([number]) => number).filter((number) => !shown.has(number))).toEqual([]);
  });

  it('names every setting of a directory, and the suite shows each in another position than its default', () => {
    const all = sources.join('\n');
    const named = new Set(behaviours.flatMap(([, , , ...settings]) => settings));
    expect(settingNames.filter((name) => !named.has(name))).toEqual([]);
    expect(settingNames.filter((name) => !new RegExp(`\\b${name}:`).test(all))).toEqual([]);
  });
});
