import { isScimError, type ResourceType, resourceTypesOf } from '#scim';
import { questionsOfChange } from './questions-of-change.js';

const DEVICE = 'urn:example:Device:1.0';
const BADGE = 'urn:example:badge:1.0';

type Attribute = { readonly name: string; readonly [name: string]: unknown };

const typesWith = (parts: {
  readonly device?: readonly Attribute[];
  readonly badge?: readonly Attribute[];
  readonly owners?: readonly { readonly resourceType: string; readonly required: boolean }[];
  readonly schema?: string;
}): readonly ResourceType[] => {
  const { device, badge, owners = [], schema = DEVICE } = parts;
  const types = resourceTypesOf({
    schemas: {
      ...(device && { [DEVICE]: { document: { id: DEVICE, attributes: device }, extends: [] } }),
      ...(device && { [`${DEVICE}x`]: { document: { id: `${DEVICE}x`, attributes: device }, extends: [] } }),
      ...(badge && { [BADGE]: { document: { id: BADGE, attributes: badge }, extends: owners } }),
    },
    resourceTypes: device ? { Device: { document: { endpoint: '/Devices', schema } } } : {},
  });
  if (isScimError(types)) throw new Error(types.detail);
  return types;
};
const asked = (...change: Parameters<typeof questionsOfChange>) =>
  questionsOfChange(...change).map(({ type, filter }) => [type.name, filter]);

const label = { name: 'label' };
const port = { name: 'ports', type: 'complex', multiValued: true, subAttributes: [{ name: 'value' }] };
const user = (required: boolean) => [{ resourceType: 'User', required }];

describe('what stored resources are asked before types change', () => {
  it('is nothing when nothing changes, and when an optional attribute comes', () => {
    const before = typesWith({ device: [label], badge: [label], owners: user(false) });
    expect(asked(before, before)).toEqual([]);
    const after = typesWith({ device: [label, port], badge: [label, port], owners: user(false) });
    expect(asked(before, after)).toEqual([]);
  });

  it('is whether there are any when a type goes or comes to be made of another schema', () => {
    const before = typesWith({ device: [label] });
    expect(asked(before, typesWith({}))).toEqual([['Device', undefined]]);
    expect(asked(before, typesWith({ device: [label], schema: `${DEVICE}x` }))).toEqual([['Device', undefined]]);
  });

  it('is whether an attribute has values when it goes or changes', () => {
    const before = typesWith({ device: [label, port] });
    expect(asked(before, typesWith({ device: [port] }))).toEqual([['Device', `${DEVICE}:label pr`]]);
    const numeric = { name: 'label', type: 'integer' };
    expect(asked(before, typesWith({ device: [numeric, port] }))).toEqual([['Device', `${DEVICE}:label pr`]]);
  });

  it('is whether an attribute is missing when it comes to be required', () => {
    const before = typesWith({ device: [label, port] });
    const owed = { ...label, required: true };
    expect(asked(before, typesWith({ device: [owed, port] }))).toEqual([['Device', `not (${DEVICE}:label pr)`]]);
    const inPort = { ...port, subAttributes: [{ name: 'value', required: true }] };
    expect(asked(before, typesWith({ device: [label, inPort] }))).toEqual([
      ['Device', `${DEVICE}:ports[not (value pr)]`],
    ]);
  });

  it('is asked of those who have the extension, where an extension changes', () => {
    const before = typesWith({ badge: [label], owners: user(false) });
    const after = typesWith({ badge: [label, { name: 'number', required: true }], owners: user(false) });
    expect(asked(before, after)).toEqual([['User', `schemas eq "${BADGE}" and not (${BADGE}:number pr)`]]);
  });

  it('is whether an extension has values when it goes, and who is without when it comes to be required', () => {
    const before = typesWith({ badge: [label], owners: user(false) });
    expect(asked(before, typesWith({ badge: [label] }))).toEqual([['User', `${BADGE}:label pr`]]);
    expect(asked(before, typesWith({}))).toEqual([['User', `${BADGE}:label pr`]]);
    const without = [['User', `not (schemas eq "${BADGE}")`]];
    expect(asked(before, typesWith({ badge: [label], owners: user(true) }))).toEqual(without);
    expect(asked(typesWith({}), typesWith({ badge: [label], owners: user(true) }))).toEqual(without);
  });

  it('can be asked of what clients never see', () => {
    const hidden = { ...label, returned: 'never' };
    const before = typesWith({ device: [hidden, port] });
    const [question] = questionsOfChange(before, typesWith({ device: [port] }));
    expect(question?.type.schema.attributes.map(({ returned }) => returned)).toEqual(['default', 'default']);
  });
});
