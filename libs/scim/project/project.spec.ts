import fc from 'fast-check';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../schema/urns.js';
import { presetOf } from '../settings/presets.js';
import { needsGroups, needsMembers, project } from './project.js';
import { defaultProjection, type Projection, type ProjectionParameters, parseProjection } from './projection.js';
import { withReferences } from './with-references.js';

const projection = (parameters: ProjectionParameters, written?: string[]): Projection => {
  const parsed = parseProjection(parameters, presetOf('generic'), written);
  if (parsed.kind !== 'projection') throw new Error(parsed.detail);
  return parsed;
};
const ada = {
  schemas: [USER_SCHEMA, ENTERPRISE_USER_SCHEMA],
  id: '1',
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ type: 'work', value: 'a@example.com' }, { type: 'home' }],
  active: true,
  groups: [{ value: 'g' }],
  [ENTERPRISE_USER_SCHEMA]: { department: 'R&D', manager: { value: 'm' } },
  meta: { resourceType: 'User', version: 'W/"1"' },
};
const base = { schemas: ada.schemas, id: '1' };
const only = (attributes: unknown) => project(userResourceType, ada, projection({ attributes }));
const without = (excludedAttributes: unknown) => project(userResourceType, ada, projection({ excludedAttributes }));

describe('projection', () => {
  it('shows everything by default, but never what no schema declares', () => {
    expect(project(userResourceType, ada, defaultProjection)).toEqual(ada);
    expect(project(userResourceType, { ...ada, shoeSize: 42, constructor: 1 }, defaultProjection)).toEqual(ada);
  });

  it('151: attributes=userName shows it and what is always returned', () => {
    expect(only('userName')).toEqual({ ...base, userName: 'ada' });
  });

  it('152: excludedAttributes cannot take id and schemas away, meta it can', () => {
    const { meta: _, ...others } = ada;
    expect(without('id,schemas,meta')).toEqual(others);
  });

  it('153: a sub-attribute alone', () => {
    expect(only('name.givenName')).toEqual({ ...base, name: { givenName: 'Ada' } });
    expect(without('name.givenName')['name']).toEqual({ familyName: 'Lovelace' });
    expect(without('name.givenName,name.familyName')).not.toHaveProperty('name');
    expect(only('name.givenName,name')).toEqual({ ...base, name: ada.name });
  });

  it('154: a sub-attribute of every element; elements without it vanish', () => {
    expect(only('emails.value')).toEqual({ ...base, emails: [{ value: 'a@example.com' }] });
    expect(without('emails.type')['emails']).toEqual([{ value: 'a@example.com' }]);
  });

  it('155: names may carry URNs, and a URN alone is its whole schema', () => {
    expect(only(`${USER_SCHEMA}:userName`)).toEqual({ ...base, userName: 'ada' });
    expect(only(ENTERPRISE_USER_SCHEMA)).toEqual({ ...base, [ENTERPRISE_USER_SCHEMA]: ada[ENTERPRISE_USER_SCHEMA] });
    expect(only(`${ENTERPRISE_USER_SCHEMA.toUpperCase()}:department`)).toEqual({
      ...base,
      [ENTERPRISE_USER_SCHEMA]: { department: 'R&D' },
    });
    expect(only(`${ENTERPRISE_USER_SCHEMA}:manager.value`)).toEqual({
      ...base,
      [ENTERPRISE_USER_SCHEMA]: { manager: { value: 'm' } },
    });
  });

  it.each([' USERNAME , Active ', ['userName', 'active'], ['userName,active'], ['userName', ' active,']])(
    '156: takes %j in any case, with blanks, repeated',
    (attributes) => {
      expect(only(attributes)).toEqual({ ...base, userName: 'ada', active: true });
    },
  );

  it('157: unknown names are ignored', () => {
    expect(only('nothing,__proto__,name.nothing,urn:x:y')).toEqual(base);
    expect(without('nothing,constructor')).toEqual(ada);
    expect(project(userResourceType, ada, projection({ attributes: '' }))).toEqual(ada);
  });

  it('158: both parameters exclude one another, or attributes wins by setting', () => {
    const both = { attributes: 'userName', excludedAttributes: 'userName' };
    expect(parseProjection(both, presetOf('generic'))).toMatchObject({ status: 400, scimType: 'invalidValue' });
    expect(parseProjection(both, { bothProjections: 'attributes-win' })).toEqual({
      kind: 'projection',
      attributes: ['userName'],
    });
  });

  it('159: takes lists of a search body and refuses what is no list of names', () => {
    expect(only(['name.givenName', 'emails.value'])).toHaveProperty('name');
    for (const attributes of [7, [7], {}]) {
      expect(parseProjection({ attributes }, presetOf('generic'))).toMatchObject({ scimType: 'invalidValue' });
    }
  });

  it('160: shows whether attributes were asked for', () => {
    expect(projection({ attributes: 'id' }).attributes).toEqual(['id']);
    expect(projection({ attributes: ' ,' }).attributes).toBeUndefined();
  });

  it('161: never is never; request is only when named or written', () => {
    const text = userResourceType.schema.attributes.find(({ name }) => name === 'title') as AttributeDefinition;
    const type: ResourceType = {
      ...userResourceType,
      schema: {
        ...userResourceType.schema,
        attributes: [...userResourceType.schema.attributes, { ...text, name: 'note', returned: 'request' }],
      },
    };
    const resource = { ...ada, password: 'secret', note: 'n' };
    const shown = (parameters: ProjectionParameters, written?: string[]) =>
      project(type, resource, projection(parameters, written));
    expect(shown({})).toEqual(ada);
    expect(shown({ attributes: 'password,note' })).toEqual({ ...base, note: 'n' });
    expect(shown({}, ['note', 'password'])).toEqual({ ...ada, note: 'n' });
  });

  it('162: schemas stays the list of what the resource has; an extension without anything shown goes', () => {
    expect(only('userName')['schemas']).toEqual(ada.schemas);
    expect(without(ENTERPRISE_USER_SCHEMA)).not.toHaveProperty(ENTERPRISE_USER_SCHEMA);
    expect(without(ENTERPRISE_USER_SCHEMA)['schemas']).toEqual(ada.schemas);
  });

  it('163: a filter behind a name is read as the attribute', () => {
    expect(only('emails[type eq "work"]')).toEqual({ ...base, emails: ada.emails });
  });

  it('88: says whether members and groups need to be loaded', () => {
    expect(needsMembers(groupResourceType, defaultProjection)).toBe(true);
    expect(needsMembers(groupResourceType, projection({ excludedAttributes: 'MEMBERS' }))).toBe(false);
    expect(needsMembers(groupResourceType, projection({ attributes: 'displayName' }))).toBe(false);
    expect(needsMembers(groupResourceType, projection({ attributes: 'members.value' }))).toBe(true);
    expect(needsMembers(groupResourceType, projection({ excludedAttributes: 'members.display' }))).toBe(true);
    expect(needsGroups(userResourceType, projection({ excludedAttributes: 'groups' }))).toBe(false);
    expect(needsMembers(userResourceType, defaultProjection)).toBe(false);
  });

  it('257: writes $ref beside the value of a manager', () => {
    const shown = withReferences(userResourceType, ada, (type, id) => `https://x/${type}s/${id}`);
    expect(shown[ENTERPRISE_USER_SCHEMA]).toEqual({
      department: 'R&D',
      manager: { value: 'm', $ref: 'https://x/Users/m' },
    });
    expect(withReferences(userResourceType, ada, () => undefined)).toEqual(ada);
    expect(withReferences(userResourceType, base, () => 'x')).toBe(base);
  });

  it('never throws, never changes the resource, and never shows more than it has', () => {
    const names = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom('name', 'emails.value', 'NAME.givenName', ENTERPRISE_USER_SCHEMA, 'id', '__proto__', ','),
      ),
    );
    const before = structuredClone(ada);
    fc.assert(
      fc.property(names, fc.boolean(), (list, excludes) => {
        const parsed = projection(excludes ? { excludedAttributes: list } : { attributes: list });
        const shown = project(userResourceType, ada, parsed);
        expect(ada).toEqual(before);
        expect(ada).toMatchObject({ ...shown, emails: ada.emails });
        expect(shown).toMatchObject(base);
      }),
    );
  });
});
