import type { Attributes } from '../attributes.js';
import { attribute, plural } from '../schema/attribute-notation.js';
import type { ResourceType } from '../schema/definition.js';
import { userResourceType } from '../schema/resource-types.js';
import { USER_SCHEMA } from '../schema/urns.js';
import { presetOf } from '../settings/presets.js';
import { applyPatch } from './apply-patch.js';

const BADGE = 'urn:example:badge:1.0';

const badge = {
  id: BADGE,
  name: 'Badge',
  description: '',
  attributes: [
    attribute('number', '', { required: true }),
    attribute('colour', ''),
    { ...plural('doors', '', attribute('value', '')), required: true },
  ],
};
const typeWith = (required: boolean): ResourceType => ({
  ...userResourceType,
  schema: {
    ...userResourceType.schema,
    attributes: [
      ...userResourceType.schema.attributes,
      { ...plural('keys', '', attribute('value', '')), required: true },
    ],
  },
  extensions: [{ schema: badge, required }],
});
const bare: Attributes = { schemas: [USER_SCHEMA], userName: 'a', keys: [{ value: 'k', type: 'x' }] };
const whole: Attributes = {
  ...bare,
  schemas: [USER_SCHEMA, BADGE],
  [BADGE]: { number: '1', colour: 'red', doors: [{ value: 'd' }] },
};
const patched = (current: Attributes, operation: object, required = false) =>
  applyPatch(typeWith(required), current, [operation], presetOf('generic'));

describe('174, 258: what is required after a patch', () => {
  test('an optional extension may go as a whole, whatever it requires of those that have it', () => {
    expect(patched(whole, { op: 'remove', path: BADGE })).toMatchObject({ kind: 'patched', attributes: bare });
  });

  test('a required extension may not', () => {
    const refused = patched(whole, { op: 'remove', path: BADGE }, true);
    expect(refused).toMatchObject({ status: 400, scimType: 'mutability', detail: expect.stringContaining(BADGE) });
  });

  test('an extension that comes must come with all it requires', () => {
    const refused = patched(bare, { op: 'add', path: `${BADGE}:colour`, value: 'red' });
    expect(refused).toMatchObject({ scimType: 'invalidValue', detail: expect.stringContaining(`${BADGE}:number`) });
    const value = { number: '1', doors: [{ value: 'd' }] };
    expect(patched(bare, { op: 'add', path: BADGE, value })).toMatchObject({ attributes: { [BADGE]: value } });
  });

  test.each([
    [{ op: 'remove', path: `${BADGE}:number` }],
    [{ op: 'remove', path: `${BADGE}:doors[value eq "d"]` }],
    [{ op: 'remove', path: 'keys[type eq "x"]' }],
    [{ op: 'remove', path: 'keys', value: [{ value: 'k', type: 'x' }] }],
  ])('what was there and is required cannot be removed: %j', (operation) => {
    expect(patched(whole, operation)).toMatchObject({ status: 400, scimType: 'mutability' });
  });

  test('what was missing before does not stand in the way of other changes', () => {
    const old = { ...bare, [BADGE]: { colour: 'red' } };
    expect(patched(old, { op: 'add', path: 'title', value: 'x' })).toMatchObject({ kind: 'patched' });
  });
});
