import type { Attributes } from '../attributes.js';
import { groupResourceType } from '../schema/resource-types.js';
import { GROUP_SCHEMA } from '../schema/urns.js';
import { presetOf } from '../settings/presets.js';
import type { ScimSettings } from '../settings/settings.js';
import { applyPatch } from './apply-patch.js';
import { preparePatch } from './prepare-patch.js';

const group: Attributes = { schemas: [GROUP_SCHEMA], displayName: 'Engineering' };
const patch = (operations: object | object[], settings: Partial<ScimSettings> = {}) =>
  applyPatch(groupResourceType, group, [operations].flat(), { ...presetOf('generic'), ...settings });
const membership = (...given: Parameters<typeof patch>) => {
  const result = patch(...given);
  if (result.kind !== 'patched') throw new Error(`${result.scimType}: ${result.detail}`);
  expect(result.attributes).toEqual(group);
  return result.membership;
};
const user = (value: string) => ({ value, type: 'User' });
const refusal = (scimType: string) => ({ kind: 'scim-error', status: 400, scimType });

describe('patching the members of a group', () => {
  it.each([
    ['a list', [{ value: 'a', $ref: null }]],
    ['one object', { value: 'a' }],
    ['a bare id', 'a'],
    ['a list of ids', ['a', 'a']],
  ])('77: add takes %s and becomes a change, never a new list', (_, value) => {
    expect(membership({ op: 'add', path: 'members', value })).toEqual([{ kind: 'add', members: [user('a')] }]);
    expect(membership({ op: 'Add', value: { members: value } })).toEqual([{ kind: 'add', members: [user('a')] }]);
  });

  it('78: says who and, if it was sent, how to show and what kind', () => {
    const value = [{ value: 'a', display: 'Ada', type: 'Group' }];
    expect(membership({ op: 'add', path: 'members', value })).toEqual([{ kind: 'add', members: value }]);
  });

  it('79, 83: remove by filter names ids', () => {
    expect(membership({ op: 'remove', path: 'members[value eq "a"]' })).toEqual([{ kind: 'remove', ids: ['a'] }]);
    expect(membership({ op: 'remove', path: 'members[value eq "a" or (VALUE eq "b")]' })).toEqual([
      { kind: 'remove', ids: ['a', 'b'] },
    ]);
  });

  it('80: remove of members empties the group', () => {
    expect(membership({ op: 'remove', path: 'members' })).toEqual([{ kind: 'replace', members: [] }]);
  });

  it('81: remove with a value removes just those', () => {
    const value = [{ $ref: null, value: 'a' }];
    expect(membership({ op: 'Remove', path: 'members', value })).toEqual([{ kind: 'remove', ids: ['a'] }]);
    expect(membership({ op: 'remove', path: 'members', value: [] })).toEqual([]);
  });

  it.each([null, '', 7, [{}], [{ value: '' }], [null], { id: 'a' }])(
    '81: a value that names nobody, such as %j, is refused and never removes all',
    (value) => {
      expect(patch({ op: 'remove', path: 'members', value })).toMatchObject(refusal('invalidValue'));
    },
  );

  it('82: replace is a new set', () => {
    const value = [{ value: 'a' }, { value: 'b' }, { value: 'a' }];
    const expected = [{ kind: 'replace', members: [user('a'), user('b')] }];
    expect(membership({ op: 'replace', path: 'members', value })).toEqual(expected);
    expect(membership({ op: 'replace', value: { members: value } })).toEqual(expected);
    expect(membership({ op: 'replace', path: 'members', value: [] })).toEqual([{ kind: 'replace', members: [] }]);
  });

  it('82: null empties the group, or says nothing where null is what a client does not know', () => {
    expect(membership({ op: 'replace', value: { members: null } })).toEqual([{ kind: 'replace', members: [] }]);
    expect(membership({ op: 'replace', value: { members: null } }, presetOf('jumpcloud'))).toEqual([]);
    expect(membership({ op: 'add', path: 'members', value: null })).toEqual([]);
  });

  it('84: several operations come to their net effect in order', () => {
    const add = { op: 'add', path: 'members', value: [{ value: 'a' }, { value: 'b' }] };
    const remove = { op: 'remove', path: 'members[value eq "a"]' };
    expect(membership([add, remove])).toEqual([
      { kind: 'add', members: [user('b')] },
      { kind: 'remove', ids: ['a'] },
    ]);
    expect(membership([remove, add])).toEqual([{ kind: 'add', members: [user('a'), user('b')] }]);
    expect(membership([add, { op: 'replace', path: 'members', value: ['c', 'a'] }, remove, add])).toEqual([
      { kind: 'replace', members: [user('c'), user('a'), user('b')] },
    ]);
  });

  it('91: renames with an id inside the value and leaves members alone', () => {
    expect(patch({ op: 'replace', value: { id: 'g', displayName: 'Platform' } })).toMatchObject({
      attributes: { displayName: 'Platform' },
      membership: [],
    });
    expect(patch({ op: 'replace', path: 'displayName', value: null })).toMatchObject(refusal('mutability'));
  });

  it.each([
    ['value', 'b'],
    ['type', 'Group'],
    ['$ref', 'https://x.example/Groups/1'],
  ])('173: refuses to change the %s of a member', (name, value) => {
    expect(patch({ op: 'replace', path: `members[value eq "a"].${name}`, value })).toMatchObject(refusal('mutability'));
    expect(membership({ op: 'replace', path: 'members[value eq "a"].value', value: 'a' })).toBeDefined();
  });

  it('adds whom a filter names, with or without a value, as OneLogin does', () => {
    expect(membership({ op: 'add', path: 'members[value eq "a"]' })).toEqual([{ kind: 'add', members: [user('a')] }]);
    expect(membership({ op: 'replace', path: 'members[value eq "a"].display', value: 'Ada' })).toEqual([
      { kind: 'add', members: [{ ...user('a'), display: 'Ada' }] },
    ]);
    expect(membership({ op: 'replace', path: 'members[value eq "a"]', value: { value: 'b' } })).toEqual([
      { kind: 'add', members: [user('b')] },
      { kind: 'remove', ids: ['a'] },
    ]);
    expect(patch({ op: 'add', path: 'members[display co "a"]', value: {} })).toMatchObject(refusal('noTarget'));
  });

  it('takes a filter on anything but ids only with the members at hand', () => {
    const operations = [
      { op: 'add', path: 'members', value: [{ value: 'c', type: 'Group' }] },
      { op: 'remove', path: 'members[type eq "Group" and not (value eq "d")]' },
    ];
    const settings = presetOf('generic');
    expect(preparePatch(groupResourceType, operations, settings)).toMatchObject({ needsMembers: true });
    expect(patch(operations)).toMatchObject(refusal('invalidFilter'));
    const stored = [user('a'), { value: 'b', type: 'Group' }, { value: 'd', type: 'Group' }];
    expect(applyPatch(groupResourceType, group, operations, settings, stored)).toMatchObject({
      membership: [{ kind: 'remove', ids: ['b', 'c'] }],
    });
  });

  it.each(['members.value', 'members.display'])('refuses to replace or remove %s without naming a member', (path) => {
    expect(patch({ op: 'replace', path, value: 'x' })).toMatchObject(refusal('invalidPath'));
    expect(patch({ op: 'remove', path })).toMatchObject(refusal('invalidPath'));
  });

  it('92: 100,000 members in one operation take well under a second', () => {
    const value = Array.from({ length: 100_000 }, (_, at) => ({ value: `user-${at}` }));
    const started = process.cpuUsage();
    const changes = membership({ op: 'add', path: 'members', value });
    expect(changes).toHaveLength(1);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2_000);
  });
});
