import type { Attributes } from './attributes.js';
import { canonicalText } from './canonical/canonical-text.js';
import { foldCase } from './canonical/fold.js';
import { keyOf } from './filter/indexed-key.js';
import { isObject, own } from './json/json-value.js';
import { resolvePath } from './resolve/resolve-path.js';
import type { ResourceType } from './schema/definition.js';

/** What the read model's key columns hold for one resource; filters by `eq` go through them. */
export type IndexKeys = {
  readonly userNameKey?: string;
  readonly externalId?: string;
  readonly displayNameKey?: string;
  /** Addresses in folded case, each once, in order. */
  readonly emailKeys: readonly string[];
};

export const indexKeys = (resourceType: ResourceType, attributes: Attributes): IndexKeys => {
  const userName = keyedText(resourceType, attributes, 'userName');
  const displayName = keyedText(resourceType, attributes, 'displayName');
  const externalId = keyedText(resourceType, attributes, 'externalId');
  return {
    ...(userName !== undefined && { userNameKey: canonicalText(userName) }),
    ...(externalId !== undefined && { externalId }),
    ...(displayName !== undefined && { displayNameKey: canonicalText(displayName) }),
    emailKeys: emailKeys(resourceType, attributes),
  };
};

const isKeyed = (resourceType: ResourceType, path: string): boolean => {
  const resolved = resolvePath(resourceType, path);
  return resolved !== undefined && keyOf(resourceType, resolved) !== undefined;
};

const keyedText = (resourceType: ResourceType, attributes: Attributes, name: string): string | undefined => {
  const value = isKeyed(resourceType, name) ? own(attributes, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};

const emailKeys = (resourceType: ResourceType, attributes: Attributes): readonly string[] => {
  const emails = isKeyed(resourceType, 'emails.value') ? own(attributes, 'emails') : undefined;
  if (!Array.isArray(emails)) return [];
  const values = emails.map((email) => (isObject(email) ? own(email, 'value') : undefined));
  return [...new Set(values.filter((value) => typeof value === 'string').map(foldCase))];
};
