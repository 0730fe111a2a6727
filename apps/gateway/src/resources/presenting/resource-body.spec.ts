import fc from 'fast-check';
import type { GroupOf, StoredMember, StoredResource } from '#read-model';
import {
  type Attributes,
  defaultProjection,
  groupResourceType,
  type Projection,
  parseProjection,
  presetOf,
  project,
  showsAsStored,
  userResourceType,
} from '#scim';
import type { Caller } from '../../exchange/caller.js';
import { membersText, resourceBody, resourceText } from './resource-body.js';

const caller = {
  directory: { resourceTypes: [userResourceType, groupResourceType], settings: presetOf('generic') },
  baseUrl: 'https://id.example.com/scim/v2',
} as unknown as Caller;
const group = { type: 'Group', id: 'g', version: 1, createdAt: 0, modifiedAt: 0, attributes: {} } as StoredResource;

describe('members as text', () => {
  it('are what their JSON is, whatever type and display they have', () => {
    const member = fc.record({
      value: fc.uuid(),
      type: fc.constantFrom('User', 'Group', 'Device', 'x"y'),
      display: fc.option(fc.string()),
    });
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 5 }), (members: readonly StoredMember[]) => {
        const whole = resourceBody(caller, groupResourceType, group, { members })['members'];
        expect(`[${membersText(caller)(members)}]`).toBe(JSON.stringify(whole));
      }),
    );
  });
});

describe('a user as text', () => {
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const user = { ...group, type: 'User', id: '01a2020e-1a43-75e1-8f87-4fd3488f95f1', version: 7 };
  const shown = (attributes: Attributes, groups: readonly GroupOf[], projection: Projection): unknown =>
    JSON.parse(
      JSON.stringify(
        project(
          userResourceType,
          resourceBody(caller, userResourceType, { ...user, attributes }, { groups }),
          projection,
        ),
      ),
    );
  const value = fc.oneof(fc.string(), fc.constantFrom('manager', '"manager"', '}', '{"', 'schemas'));
  const attributes = fc.record(
    {
      userName: value,
      externalId: value,
      active: fc.boolean(),
      name: fc.record({ givenName: value, familyName: value }, { requiredKeys: [] }),
      emails: fc.array(fc.record({ value, primary: fc.boolean() }), { minLength: 1, maxLength: 3 }),
      [enterprise]: fc.record(
        { department: value, manager: fc.record({ value: fc.uuid() }) },
        { requiredKeys: ['department'] },
      ),
    },
    { requiredKeys: ['userName'] },
  );
  const groups = fc.array(
    fc.record({ memberId: fc.uuid(), groupId: fc.uuid(), display: fc.option(value), isDirect: fc.boolean() }),
    { maxLength: 2 },
  );

  it('is what its JSON is, wherever the stored text is said to be what is shown', () => {
    let asStored = 0;
    fc.assert(
      fc.property(attributes, groups, (some, groupsOfUser) => {
        const stored = { schemas: [userResourceType.schema.id], ...some };
        const text = JSON.stringify(stored);
        if (!showsAsStored(userResourceType, defaultProjection, text)) return;
        asStored += 1;
        const answer = resourceText(caller, userResourceType, user, text, groupsOfUser);
        expect(JSON.parse(answer)).toEqual(shown(stored, groupsOfUser, defaultProjection));
      }),
    );
    expect(asStored).toBeGreaterThan(20);
  });

  it.each([
    ['a manager gets a $ref', { [enterprise]: { manager: { value: 'm' } } }, {}],
    ['attributes are left out', {}, { excludedAttributes: 'title' }],
    ['attributes are chosen', {}, { attributes: 'userName' }],
  ])('is not the stored text when %s', (_, some, parameters) => {
    const text = JSON.stringify({ schemas: [userResourceType.schema.id], userName: 'a', title: 't', ...some });
    const projection =
      Object.keys(parameters).length === 0 ? defaultProjection : parseProjection(parameters, presetOf('generic'));
    expect(projection.kind).toBe('projection');
    expect(showsAsStored(userResourceType, projection as Projection, text)).toBe(false);
    expect(showsAsStored(userResourceType, defaultProjection, '{"schemas":[],"userName":"a"}')).toBe(true);
  });
});
