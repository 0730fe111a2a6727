import type { AttributeDefinition } from '../schema/definition.js';
import { type Reading, report } from './problem.js';

/**
 * The values of an object by the schema's spelling of their names. Names have no case, so `userName` and `USERNAME` in
 * one object are the same attribute twice. Names `find` does not know are ignored or reported, by setting.
 */
export const spelledNames = (
  object: Readonly<Record<string, unknown>>,
  find: (name: string) => Pick<AttributeDefinition, 'name'> | undefined,
  reading: Reading,
  place: string,
): Map<string, unknown> => {
  const values = new Map<string, unknown>();
  for (const key of Object.keys(object)) {
    const definition = find(key);
    const at = place === '' ? key : `${place}.${key}`;
    if (!definition) {
      if (reading.settings.undeclaredAttribute === 'reject') {
        report(reading, at, 'no schema of this resource type declares it', 'invalidSyntax');
      }
      continue;
    }
    if (values.has(definition.name) && reading.settings.repeatedAttribute === 'reject') {
      report(reading, at, 'appears twice in one object, in two spellings', 'invalidSyntax');
    }
    values.set(definition.name, object[key]);
  }
  return values;
};
