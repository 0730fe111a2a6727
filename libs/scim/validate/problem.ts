import { type ScimError, type ScimType, scimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';

/** What is wrong at one place of a request. `problem` continues the sentence the place begins. */
export type Problem = { readonly place: string; readonly problem: string; readonly scimType: ScimType };

/** One pass over a request: the directory's settings, and every problem found so far. */
export type Reading = { readonly settings: ScimSettings; readonly problems: Problem[] };

const SHOWN = 20;
const PLACE_LENGTH = 120;

export const report = (
  reading: Reading,
  place: string,
  problem: string,
  scimType: ScimType = 'invalidValue',
): undefined => {
  reading.problems.push({ place: place.slice(0, PLACE_LENGTH).toWellFormed(), problem, scimType });
  return undefined;
};

/** All problems as one 400; the first decides the scimType. */
export const errorOf = (problems: readonly Problem[]): ScimError => {
  const shown = problems.slice(0, SHOWN).map(({ place, problem }) => `${place}: ${problem}`);
  const hidden = problems.length - shown.length;
  const detail = `${shown.join('; ')}${hidden > 0 ? `; and ${hidden} more` : ''}.`;
  return scimError(400, detail, problems[0]?.scimType ?? 'invalidValue');
};
