import type { Attributes } from '../attributes.js';
import { isObject, own } from '../json/json-value.js';
import type { Slot } from './patch-target.js';

const without = (object: Attributes, name: string): Attributes =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

const extensionIn = (attributes: Attributes, extension: string): Attributes => {
  const held = own(attributes, extension);
  return isObject(held) ? held : {};
};

export const valueAt = (attributes: Attributes, { extension, attribute }: Slot): unknown =>
  own(extension === undefined ? attributes : extensionIn(attributes, extension), attribute.name);

const assigned = (object: Attributes, name: string, value: unknown): Attributes =>
  value === undefined ? without(object, name) : { ...object, [name]: value };

/** The attributes with another value there; undefined unassigns, and an extension without attributes goes away. */
export const withValueAt = (attributes: Attributes, { extension, attribute }: Slot, value: unknown): Attributes => {
  if (extension === undefined) return assigned(attributes, attribute.name, value);
  const held = assigned(extensionIn(attributes, extension), attribute.name, value);
  return Object.keys(held).length > 0 ? { ...attributes, [extension]: held } : without(attributes, extension);
};

export const withoutExtension = without;
