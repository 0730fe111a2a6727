import type { Attributes } from '../attributes.js';
import { isObject, own } from '../json/json-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import type { AttributeDefinition } from '../schema/definition.js';
import type { ScimSettings } from '../settings/settings.js';
import { pointsAtResource } from './reference-complex.js';

type Rules = Pick<ScimSettings, 'putMissing' | 'putNull'>;

/** A null of a sparse client is a value it does not know; with the same setting an absent one is, too. */
const keeps = (raw: unknown, isSent: boolean, settings: Rules): boolean =>
  isSent ? raw === null && settings.putNull === 'keep' : settings.putMissing === 'keep';

/**
 * A complex value that came without some of its sub-attributes keeps them under the same rules. One that points at a
 * resource is replaced as a whole: its other sub-attributes describe the resource pointed at.
 */
const carriedInto = (
  raw: Readonly<Record<string, unknown>>,
  current: Readonly<Record<string, unknown>>,
  subAttributes: readonly AttributeDefinition[],
  settings: Rules,
): Readonly<Record<string, unknown>> => {
  const sent = new Map(
    Object.keys(raw).flatMap((key) => {
      const definition = findAttribute(subAttributes, key);
      return definition ? [[definition.name, key] as const] : [];
    }),
  );
  const carried = subAttributes.flatMap(({ name }) => {
    const key = sent.get(name);
    const isKept = keeps(key === undefined ? undefined : raw[key], key !== undefined, settings);
    return isKept && Object.hasOwn(current, name) ? [[key ?? name, current[name]] as const] : [];
  });
  return { ...raw, ...Object.fromEntries(carried) };
};

/**
 * What a PUT says once what it leaves unsaid is filled in from the stored values: what the settings keep, an immutable
 * attribute that has a value, and `active`. A body without `active` never reactivates an account.
 */
export const carryOver = (
  definitions: readonly AttributeDefinition[],
  sent: ReadonlyMap<string, unknown>,
  current: Attributes,
  settings: Rules,
): ReadonlyMap<string, unknown> => {
  const filled = new Map(sent);
  for (const definition of definitions) {
    const stored = own(current, definition.name);
    if (stored === undefined) continue;
    const raw = sent.get(definition.name);
    const isUnsaid = raw === undefined || raw === null;
    const isOwed = definition.mutability === 'immutable' || isActivity(definition);
    if (isUnsaid && (isOwed || keeps(raw, sent.has(definition.name), settings))) filled.set(definition.name, stored);
    else if (settings.putMissing === 'keep' && isObject(raw) && isObject(stored) && !pointsAtResource(definition)) {
      filled.set(definition.name, carriedInto(raw, stored, definition.subAttributes ?? [], settings));
    }
  }
  return filled;
};

export const isActivity = (definition: AttributeDefinition): boolean =>
  definition.name === 'active' && definition.type === 'boolean' && !definition.multiValued;
