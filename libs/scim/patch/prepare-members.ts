import type { Member } from '../attributes.js';
import type { FilterNode } from '../filter/filter-node.js';
import { isObject, own } from '../json/json-value.js';
import { readMembers } from '../validate/members.js';
import { type Reading, report } from '../validate/problem.js';
import type { ElementChoice } from './patch-target.js';
import type { AttributeOperation } from './prepare-steps.js';
import type { MemberStep } from './step.js';

const isAboutValue = (node: FilterNode): node is FilterNode & { kind: 'compare' } =>
  node.kind === 'compare' && node.path.toLowerCase() === 'value' && node.operator === 'eq';

/** The ids a filter names: `value eq "a"`, and such tests joined by `or`. Undefined when it asks for anything else. */
const idsIn = (node: FilterNode): readonly string[] | undefined => {
  if (isAboutValue(node)) return typeof node.literal === 'string' ? [node.literal] : undefined;
  if (node.kind !== 'or') return undefined;
  const ids = node.terms.map(idsIn);
  return ids.includes(undefined) ? undefined : (ids as string[][]).flat();
};

const removed = ({ target, value, place }: AttributeOperation, reading: Reading): MemberStep[] => {
  if (target.choice) {
    const ids = idsIn(target.choice.node);
    if (target.subAttribute) return [];
    return [ids ? { kind: 'remove', ids } : { kind: 'remove-chosen', choice: target.choice }];
  }
  if (target.subAttribute) return unselected(reading, place);
  if (value === undefined) return [{ kind: 'replace', members: [] }];
  if (value === null || value === '') {
    return report(reading, place, 'must name members, or be left out to remove all of them') ?? [];
  }
  return [{ kind: 'remove', ids: readMembers(value, reading, place).map((member) => member.value) }];
};

const unselected = (reading: Reading, place: string): MemberStep[] =>
  report(reading, place, 'select members by members[value eq "…"]', 'invalidPath') ?? [];

/** What a member is, `value` and `type`, is immutable by RFC 7643 §4.2 and addressed as such: only naming it again passes. */
const isFixed = (name: string | undefined, value: unknown, ids: readonly string[]): boolean =>
  name === 'type' || name === '$ref' || (name === 'value' && ids.some((id) => id !== value));

/** `members[value eq "x"]` written to: whoever is picked gets what the value says; another `value` is another member. */
const writtenToChosen = (
  { target, value, place }: AttributeOperation,
  choice: ElementChoice,
  reading: Reading,
): MemberStep[] => {
  const ids = idsIn(choice.node);
  if (!ids) return report(reading, place, 'members can be written to by value only', 'noTarget') ?? [];
  const { subAttribute } = target;
  if (isFixed(subAttribute?.name, value, ids)) {
    return report(reading, place, `the ${subAttribute?.name} of a member cannot be changed`, 'mutability') ?? [];
  }
  const [sent] = Array.isArray(value) && value.length === 1 ? value : [value];
  const said = subAttribute ? { [subAttribute.name]: sent } : isObject(sent) ? sent : {};
  const other = own(said, 'value');
  if (other !== undefined && other !== null) {
    const members = readMembers([said], reading, place);
    const replaced = ids.filter((id) => members.every((member) => member.value !== id));
    return [
      { kind: 'remove', ids: replaced },
      { kind: 'add', members },
    ];
  }
  return [
    {
      kind: 'add',
      members: readMembers(
        ids.map((id) => ({ ...said, value: id })),
        reading,
        place,
      ),
    },
  ];
};

/** The steps of an operation on a group's `members`. */
export const memberStepsOf = (operation: AttributeOperation, reading: Reading): MemberStep[] => {
  const { op, target, value, place } = operation;
  if (op === 'remove') return removed(operation, reading);
  if (target.choice) return writtenToChosen(operation, target.choice, reading);
  if (target.subAttribute) {
    const isValue = op === 'add' && target.subAttribute.name === 'value' && typeof value === 'string';
    return isValue ? [{ kind: 'add', members: readMembers(value, reading, place) }] : unselected(reading, place);
  }
  if (value === null)
    return op === 'add' || reading.settings.putNull === 'keep' ? [] : [{ kind: 'replace', members: [] }];
  if (value === '') return report(reading, place, 'must be a list of members') ?? [];
  return [{ kind: op, members: readMembers(value, reading, place) satisfies readonly Member[] }];
};
