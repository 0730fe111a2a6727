import type { ResourceType } from '../schema/definition.js';
import { userResourceType } from '../schema/resource-types.js';
import { USER_SCHEMA } from '../schema/urns.js';
import { project } from './project.js';
import { defaultProjection } from './projection.js';
import { withWritten } from './written-paths.js';

const BADGE = 'urn:example:badge:1.0';
const onRequest = { returned: 'request' } as const;
const [userName] = userResourceType.schema.attributes;
const simple = { ...userName!, required: false };

/** A user whose `hint`, `parts.secret` and badge `pin` are shown only when asked for. */
const type: ResourceType = {
  ...userResourceType,
  schema: {
    ...userResourceType.schema,
    attributes: [
      { ...simple, name: 'hint', ...onRequest },
      {
        ...simple,
        name: 'parts',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { ...simple, name: 'value' },
          { ...simple, name: 'secret', ...onRequest },
        ],
      },
    ],
  },
  extensions: [
    {
      required: false,
      schema: { id: BADGE, name: 'Badge', description: '', attributes: [{ ...simple, name: 'pin', ...onRequest }] },
    },
  ],
};
const resource = {
  schemas: [USER_SCHEMA, BADGE],
  id: '1',
  hint: 'h',
  parts: [{ value: 'v', secret: 's' }],
  [BADGE]: { pin: 'p' },
};
const shownAfter = (...parts: Parameters<typeof withWritten>[2]) =>
  project(type, resource, withWritten(defaultProjection, type, parts));

describe('161: what is returned on request is in the answer to who wrote it', () => {
  test('a body that does not write it does not see it', () => {
    expect(shownAfter({ value: { userName: 'x' } })).toEqual({
      schemas: [USER_SCHEMA, BADGE],
      id: '1',
      parts: [{ value: 'v' }],
    });
  });

  test('a body that writes it does, in extensions and in elements too', () => {
    expect(shownAfter({ value: { HINT: 'h', parts: [{ secret: 's' }], [BADGE]: { pin: 'p' } } })).toEqual(resource);
  });

  test.each([
    [{ path: 'hint', value: 'h' }, { hint: 'h' }],
    [{ value: { hint: 'h' } }, { hint: 'h' }],
    [{ path: 'parts[value eq "]x"].secret', value: 's' }, { parts: [{ value: 'v', secret: 's' }] }],
    [{ path: 'parts[value eq "v"]', value: { secret: 's' } }, { parts: [{ value: 'v', secret: 's' }] }],
    [{ path: BADGE, value: { pin: 'p' } }, { [BADGE]: { pin: 'p' } }],
    [{ path: `${BADGE}:pin`, value: 'p' }, { [BADGE]: { pin: 'p' } }],
    [{ value: { [`${BADGE}:pin`]: 'p' } }, { [BADGE]: { pin: 'p' } }],
  ])('so does an operation: %j', (part, shown) => {
    expect(shownAfter(part)).toMatchObject(shown);
    expect(Object.keys(shownAfter(part)).length).toBe('parts' in shown ? 3 : 4);
  });

  test('a type without such attributes keeps its projection, and the plan remembered for it', () => {
    expect(withWritten(defaultProjection, userResourceType, [{ value: { userName: 'x' } }])).toBe(defaultProjection);
  });
});
