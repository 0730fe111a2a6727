import fc from 'fast-check';
import type { GroupOf, StoredResource } from '#read-model';
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
import { resourceBody, resourceText } from './resource-body.js';

const caller = {
  directory: { resourceTypes: [userResourceType, groupResourceType], settings: presetOf('generic') },
  baseUrl: 'https://id.example.com/scim/v2',
} as unknown as Caller;

describe('a user as text', () => {
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const id = '01a2020e-1a43-75e1-8f87-4fd3488f95f1';
  const user: StoredResource = {
    type: 'User',
    id,
    version: 7,
    cascades: 0,
    createdAt: 0,
    modifiedAt: 1,
    attributes: {},
  };
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
    fc.assert(
      fc.property(attributes, groups, (some, groupsOfUser) => {
        const stored = { schemas: [userResourceType.schema.id], ...some };
        const text = JSON.stringify(stored);
        fc.pre(showsAsStored(userResourceType, defaultProjection, text));
        const answer = resourceText(caller, userResourceType, user, text, groupsOfUser);
        expect(JSON.parse(answer)).toEqual(shown(stored, groupsOfUser, defaultProjection));
      }),
    );
  });

  it.each([
    ['a manager gets a $ref', { [enterprise]: { manager: { value: 'm' } } }, {}],
    ['attributes are left out', {}, { excludedAttributes: 'title' }],
    ['meta is left out', {}, { excludedAttributes: 'meta' }],
    ['groups are shown in part', {}, { excludedAttributes: 'groups.display' }],
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
