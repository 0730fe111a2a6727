import fc from 'fast-check';
import type { StoredMember, StoredResource } from '#read-model';
import { groupResourceType, presetOf, userResourceType } from '#scim';
import type { Caller } from '../../exchange/caller.js';
import { membersText, resourceBody } from './resource-body.js';

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
