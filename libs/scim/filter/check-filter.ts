import { type ResolvedPath, resolvePath, resolveSubAttribute } from '../resolve/resolve-path.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { isScimError, type ScimError, scimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';
import type { CheckedElementFilter, CheckedFilter, Condition, Folding, Place } from './checked-filter.js';
import type { FilterNode } from './filter-node.js';
import { foldingAt, foldingOf } from './folding.js';
import { invalidFilter } from './parse-filter.js';
import { valueTest } from './value-test.js';

export type FilterRules = Pick<
  ScimSettings,
  'unknownFilterAttribute' | 'absentBooleanNotEqual' | 'passwordFilter' | 'booleanStrings'
>;

export const defaultFilterRules: FilterRules = {
  unknownFilterAttribute: 'reject',
  absentBooleanNotEqual: 'match',
  passwordFilter: 'invalid-filter',
  booleanStrings: 'reject',
};

/**
 * Holds a filter against a resource type: names resolved, literals typed, default sub-attribute `value` put in place.
 * With `unknownFilterAttribute: 'no-match'` (and for searches over several types) an unknown attribute has no value.
 */
export const checkFilter = (
  node: FilterNode,
  resourceType: ResourceType,
  rules: FilterRules = defaultFilterRules,
): CheckedFilter | ScimError => {
  const scope: Scope = {
    rules,
    find: (path) => {
      const found = resolvePath(resourceType, path);
      return found && resourceTarget(resourceType, found);
    },
  };
  const condition = check(node, scope);
  return isScimError(condition) ? condition : { resourceType, condition };
};

/** The same for the filter in brackets behind `attribute`, as PATCH paths have it. */
export const checkElementFilter = (
  node: FilterNode,
  attribute: AttributeDefinition,
  rules: FilterRules = defaultFilterRules,
): CheckedElementFilter | ScimError => {
  const condition = check(node, { rules, find: (path) => elementTarget(attribute, path) });
  return isScimError(condition) ? condition : { attribute, condition };
};

/** `presence` is where `pr` and null look; `value` is where a comparison looks, behind the default sub-attribute. */
type Target = {
  readonly definition: AttributeDefinition;
  readonly presence: Place;
  readonly value: Place;
  readonly folding: Folding;
  readonly container?: ResolvedPath;
};
type Scope = { readonly rules: FilterRules; readonly find: (path: string) => Target | undefined };

const resourceTarget = (resourceType: ResourceType, path: ResolvedPath): Target => {
  const whole: Place = { in: 'resource', path };
  const byDefault = path.subAttribute ? undefined : resolveSubAttribute(path.attribute, 'value');
  if (byDefault) {
    const valuePath = { ...path, subAttribute: byDefault, keys: [...path.keys, byDefault.name] };
    return { ...target(byDefault, whole, { in: 'resource', path: valuePath }), container: path };
  }
  const definition = path.subAttribute ?? path.attribute;
  const folding = foldingAt(resourceType, path);
  const hasElements = !path.subAttribute && (definition.multiValued || definition.type === 'complex');
  return { ...target(definition, whole, whole), folding, ...(hasElements && { container: path }) };
};

const elementTarget = (attribute: AttributeDefinition, name: string): Target | undefined => {
  if (!attribute.subAttributes) {
    return name.toLowerCase() === 'value' ? target(attribute, { in: 'element' }, { in: 'element' }) : undefined;
  }
  const subAttribute = resolveSubAttribute(attribute, name);
  return subAttribute && target(subAttribute, { in: 'element', subAttribute }, { in: 'element', subAttribute });
};

/** Brackets behind a single complex attribute: its only value is the element. */
const memberTarget = (container: ResolvedPath, name: string): Target | undefined => {
  const subAttribute = resolveSubAttribute(container.attribute, name);
  if (!subAttribute) return undefined;
  const place: Place = {
    in: 'resource',
    path: { ...container, subAttribute, keys: [...container.keys, subAttribute.name] },
  };
  return target(subAttribute, place, place);
};

const target = (definition: AttributeDefinition, presence: Place, value: Place): Target => ({
  definition,
  presence,
  value,
  folding: foldingOf(definition),
});

const check = (node: FilterNode, scope: Scope): Condition | ScimError => {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const terms: Condition[] = [];
      for (const term of node.terms) {
        const checked = check(term, scope);
        if (isScimError(checked)) return checked;
        terms.push(checked);
      }
      return { kind: node.kind, terms };
    }
    case 'not': {
      const term = check(node.term, scope);
      return isScimError(term) ? term : { kind: 'not', term };
    }
    case 'elements':
      return checkElements(node, scope);
    default:
      return checkTest(node, scope);
  }
};

const checkElements = (node: FilterNode & { kind: 'elements' }, scope: Scope): Condition | ScimError => {
  const found = scope.find(node.path);
  if (!found) return unknownAttribute(node.path, false, scope);
  if (!found.container) return invalidFilter(`"${node.path}" has no elements to put a filter on`);
  const { container } = found;
  const isPlural = container.attribute.multiValued;
  const inner = check(node.filter, {
    rules: scope.rules,
    find: (name) => (isPlural ? elementTarget(container.attribute, name) : memberTarget(container, name)),
  });
  if (isScimError(inner)) return inner;
  if (isPlural) return { kind: 'elements', path: container, condition: inner };
  return { kind: 'and', terms: [{ kind: 'test', place: found.presence, test: { type: 'present' } }, inner] };
};

const checkTest = (node: FilterNode & { kind: 'present' | 'compare' }, scope: Scope): Condition | ScimError => {
  const found = scope.find(node.path);
  const isAboutPresence = node.kind === 'present' || node.literal === null;
  const isNegative =
    node.kind === 'compare' && (node.literal === null ? node.operator === 'eq' : node.operator === 'ne');
  if (!found) return unknownAttribute(node.path, isNegative, scope);
  if (found.definition.returned === 'never') return neverReturned(node.path, scope.rules);
  if (isAboutPresence) {
    if (node.kind === 'compare' && node.operator !== 'eq' && node.operator !== 'ne') {
      return invalidFilter(`"${node.operator}" does not apply to null; use eq or ne`);
    }
    const present: Condition = { kind: 'test', place: found.presence, test: { type: 'present' } };
    return isNegative ? { kind: 'not', term: present } : present;
  }
  const { path, operator, literal } = node;
  if (literal === null) return invalidFilter(`"${path}" cannot be compared with null by "${operator}"`);
  const test = valueTest(found.definition, found.folding, { ...node, literal }, scope.rules);
  return isScimError(test) ? test : { kind: 'test', place: found.value, test };
};

const unknownAttribute = (path: string, value: boolean, { rules }: Scope): Condition | ScimError =>
  rules.unknownFilterAttribute === 'no-match'
    ? { kind: 'constant', value }
    : invalidFilter(`there is no attribute "${path.length > 200 ? `${path.slice(0, 200)}…` : path}" here`);

/** RFC 7644 §7.5.2: what is never returned must not be guessed by filters either. */
const neverReturned = (path: string, rules: FilterRules): ScimError =>
  rules.passwordFilter === 'sensitive'
    ? scimError(403, `Filter: "${path}" is never returned and cannot be asked for.`, 'sensitive')
    : invalidFilter(`"${path}" is never returned and cannot be asked for`);
