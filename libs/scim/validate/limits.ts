import { canonicalText } from '../canonical/canonical-text.js';
import type { AttributeDefinition } from '../schema/definition.js';

/** Of one multi-valued attribute; members of a group are not counted here. */
export const MAX_ELEMENTS = 1_000;

export const MAX_TEXT_LENGTH = 65_536;
/** Texts that are looked up or unique also live in an index, whose entries have to stay below 2,700 bytes. */
export const MAX_KEY_LENGTH = 1_024;
export const MAX_KEY_BYTES = 2_560;

const indexed = new Set(['userName', 'externalId', 'displayName', 'emails.value', 'members.value']);
const utf8 = new TextEncoder();
const ascii = /^[\x20-\x7e]*$/;

const isIndexed = (definition: AttributeDefinition, parent: AttributeDefinition | undefined): boolean =>
  definition.uniqueness !== 'none' || indexed.has(parent ? `${parent.name}.${definition.name}` : definition.name);

/** The compared form counts too: compatibility forms of a few characters unfold into many (U+FDFA into eighteen). */
const isTooLongForIndex = (text: string): boolean =>
  !ascii.test(text) && [text, canonicalText(text)].some((form) => utf8.encode(form).length > MAX_KEY_BYTES);

/** What is too long about a text, naming the limit; undefined when nothing is. */
export const lengthProblem = (
  text: string,
  definition: AttributeDefinition,
  parent?: AttributeDefinition,
): string | undefined => {
  if (!isIndexed(definition, parent)) {
    return text.length > MAX_TEXT_LENGTH ? `must not be longer than ${MAX_TEXT_LENGTH} characters` : undefined;
  }
  if (text.length > MAX_KEY_LENGTH) return `must not be longer than ${MAX_KEY_LENGTH} characters`;
  return isTooLongForIndex(text) ? `must not be longer than ${MAX_KEY_BYTES} bytes` : undefined;
};
