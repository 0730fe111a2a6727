import fc from 'fast-check';
import type { Attributes } from '../attributes.js';
import { changedAttributes } from '../changed-attributes.js';
import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import { presetOf, providerKinds } from '../settings/presets.js';
import { validateResource } from '../validate/validate-resource.js';
import { applyPatch } from './apply-patch.js';
import { parsePatchRequest } from './patch-request.js';

const text = fc.constantFrom('', 'a', 'work', 'home', 'True', 'x@example.com', '__proto__', 'constructor');
const name = fc.constantFrom(
  'title',
  'userName',
  'active',
  'name',
  'name.givenName',
  'emails',
  'emails.value',
  'emails[type eq "work"]',
  'emails[type eq "work" and primary eq true].value',
  'emails[not (type eq "home")]',
  'members',
  'members[value eq "a"]',
  'displayName',
  'roles',
  'id',
  'schemas',
  'groups',
  'password',
  'value',
  'type',
  'primary',
  'display',
  '__proto__',
  'constructor',
  'prototype',
  'emails[',
  ENTERPRISE_USER_SCHEMA,
  `${ENTERPRISE_USER_SCHEMA}:manager`,
  `${ENTERPRISE_USER_SCHEMA}:manager.value`,
  USER_SCHEMA,
);
const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer()),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
}));
const element = fc.record({ value: text, type: text, primary: fc.boolean(), display: text }, { requiredKeys: [] });
const sensible = fc.oneof(value, element, fc.array(element, { maxLength: 3 }));
const operation = fc.record(
  { op: fc.constantFrom('add', 'remove', 'replace', 'Replace', 'move'), path: name, value: sensible },
  { requiredKeys: ['op'] },
);
const operations = fc.array(operation, { minLength: 1, maxLength: 5 });
const kind = fc.constantFrom(...providerKinds);
const settingsOf = (provider: (typeof providerKinds)[number]) => presetOf(provider);

const ada: Attributes = {
  schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
  userName: 'ada',
  active: true,
  name: { givenName: 'Ada' },
  emails: [
    { type: 'work', value: 'a', primary: true },
    { type: 'home', value: 'b' },
  ],
  [ENTERPRISE_USER_SCHEMA]: { manager: { value: 'm' } },
};

const frozen = (input: unknown): unknown => {
  if (typeof input === 'object' && input !== null) Object.values(Object.freeze(input)).forEach(frozen);
  return input;
};

describe('any patch', () => {
  it('is answered without throwing, changing its input or touching a prototype', () => {
    frozen(ada);
    fc.assert(
      fc.property(operations, kind, (list, provider) => {
        frozen(list);
        for (const type of [userResourceType, groupResourceType]) {
          const result = applyPatch(type, ada, list, settingsOf(provider));
          expect(['patched', 'scim-error']).toContain(result.kind);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves attributes that validate as they are, with at most one primary value', () => {
    fc.assert(
      fc.property(operations, kind, (list, provider) => {
        const settings = settingsOf(provider);
        const result = applyPatch(userResourceType, ada, list, settings);
        if (result.kind !== 'patched') return;
        const { attributes } = result;
        const again = validateResource(userResourceType, attributes, settings, {
          kind: 'replace',
          current: attributes,
        });
        expect(again).toMatchObject({ kind: 'valid', attributes });
      }),
      { numRuns: 2_000 },
    );
  });

  it('179: that only adds changes nothing when it is repeated', () => {
    const adds = fc.array(
      fc.record({
        op: fc.constant('add'),
        path: fc.constantFrom('emails', 'roles', 'title', 'name.givenName', 'members'),
        value: sensible,
      }),
      { minLength: 1, maxLength: 1 },
    );
    fc.assert(
      fc.property(adds, kind, (list, provider) => {
        const first = applyPatch(userResourceType, ada, list, settingsOf(provider));
        if (first.kind !== 'patched') return;
        const second = applyPatch(userResourceType, first.attributes, list, settingsOf(provider));
        expect(second.kind === 'patched' && changedAttributes(first.attributes, second.attributes)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has a membership effect in which nobody both joins and leaves', () => {
    const on = fc.constantFrom('members', 'members[value eq "a"]', 'members[value eq "work" or value eq "home"]');
    const changes = fc.array(
      fc.record(
        { op: fc.constantFrom('add', 'remove', 'replace'), path: on, value: fc.array(text, { maxLength: 3 }) },
        { requiredKeys: ['op', 'path'] },
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(changes, (list) => {
        const result = applyPatch(groupResourceType, { displayName: 'G' }, list, presetOf('generic'));
        if (result.kind !== 'patched') return;
        const joining = result.membership.flatMap((change) =>
          change.kind === 'add' ? change.members.map((member) => member.value) : [],
        );
        const leaving = result.membership.flatMap((change) => (change.kind === 'remove' ? change.ids : []));
        expect(joining.filter((id) => leaving.includes(id))).toEqual([]);
        expect(result.membership.some((change) => change.kind === 'replace') && result.membership.length > 1).toBe(
          false,
        );
      }),
    );
  });

  it('is refused or understood whatever its envelope', () => {
    fc.assert(
      fc.property(
        fc.oneof(value, fc.record({ schemas: value, Operations: fc.oneof(value, operations) })),
        kind,
        (body, provider) => {
          expect(['patch-request', 'scim-error']).toContain(parsePatchRequest(body, settingsOf(provider)).kind);
        },
      ),
    );
  });
});
