import { canonicalText } from '../canonical/canonical-text.js';
import { foldCase } from '../canonical/fold.js';
import type { ResolvedPath } from '../resolve/resolve-path.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import type { Folding } from './checked-filter.js';
import { keyOf } from './indexed-key.js';

export const foldings: { readonly [F in Folding]: (text: string) => string } = {
  exact: (text) => text,
  lower: foldCase,
  canonical: canonicalText,
};

export const foldingOf = (definition: AttributeDefinition): Folding => (definition.caseExact ? 'exact' : 'lower');

/** Unique names are compared by the form they are unique by. */
export const foldingAt = (resourceType: ResourceType, path: ResolvedPath): Folding => {
  const key = keyOf(resourceType, path);
  if (key === 'user_name_key' || key === 'display_name_key') return 'canonical';
  return foldingOf(path.subAttribute ?? path.attribute);
};
