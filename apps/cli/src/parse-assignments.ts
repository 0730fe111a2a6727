import { Failure } from './failure.js';

const readValue = (text: string): unknown => {
  if (text === '') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
};

/** `name=value` texts as one object; an empty value is null. Booleans and numbers are read as such. */
export const parseAssignments = (assignments: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    assignments.map((assignment) => {
      const at = assignment.indexOf('=');
      if (at < 1) throw new Failure(`"${assignment}" is not an assignment: write name=value.`);
      return [assignment.slice(0, at), readValue(assignment.slice(at + 1))];
    }),
  );
