import { Ajv2020 } from 'ajv/dist/2020.js';
import type { LifecycleEvent, LifecycleType } from './lifecycle-event.js';
import { lifecycleSchemas } from './schemas.js';

const uuid = '018f0000-0000-7000-8000-000000000002';
const ajv = new Ajv2020({
  allErrors: true,
  formats: { uuid: /^[0-9a-f-]{36}$/, 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
});

const resourceTypeOf = (type: string): string => {
  const family = type.slice(0, type.indexOf('.'));
  return family === 'resource' ? 'Device' : `${family.slice(0, 1).toUpperCase()}${family.slice(1)}`;
};

const sampleOf = (type: LifecycleType): LifecycleEvent => ({
  id: uuid,
  type,
  v: 1,
  time: '2030-01-01T00:00:00.000Z',
  directoryId: uuid,
  resource: { type: resourceTypeOf(type), id: uuid, version: 3 },
  ...(!/deleted|members|directory|target/.test(type) && { attributes: { displayName: 'x' } }),
  ...(/user\.(updated|deactivated|reactivated)|(group|resource)\.updated/.test(type) && { changed: ['displayName'] }),
  ...(/members/.test(type) && { members: [{ value: uuid, type: 'User' }] }),
  ...(/(directory|target)\.(created|added|updated)/.test(type) && { data: { name: 'x' } }),
  requestId: 'r-1',
});

const types = Object.keys(lifecycleSchemas) as LifecycleType[];

describe('the JSON Schemas of the lifecycle log', () => {
  it('has one for each type', () => {
    expect(types).toHaveLength(23);
  });

  it.each(types)('accepts a %s event, and more members than it names', (type) => {
    const validate = ajv.compile(lifecycleSchemas[type]);
    validate({ ...sampleOf(type), addedLater: true });
    expect(validate.errors).toBeNull();
  });

  it.each(types)('refuses a %s event without its required members, or of another type', (type) => {
    const validate = ajv.compile(lifecycleSchemas[type]);
    const sample = sampleOf(type);
    for (const member of Object.keys(sample)) {
      expect(validate(Object.fromEntries(Object.entries(sample).filter(([name]) => name !== member)))).toBe(false);
    }
    expect(validate({ ...sample, type: 'other' })).toBe(false);
  });

  it('refuses more than 1,000 members in one event', () => {
    const validate = ajv.compile(lifecycleSchemas['group.members_added']);
    const members = Array.from({ length: 1_001 }, () => ({ value: uuid, type: 'User' }));
    expect(validate({ ...sampleOf('group.members_added'), members })).toBe(false);
    expect(validate({ ...sampleOf('group.members_added'), members: members.slice(1) })).toBe(true);
  });
});
