import type { Attributes } from '../attributes.js';
import { isPresent } from '../canonical/presence.js';
import { isObject, own } from '../json/json-value.js';
import type { ResourceType } from '../schema/definition.js';
import { type ScimError, scimError } from '../scim-error.js';
import type { Step } from './step.js';

const extensionOf = (step: Step): string | undefined =>
  step.kind === 'drop-extension' ? step.extension : step.slot.extension;

const heldAt = (attributes: Attributes, extension: string): Attributes => {
  const held = own(attributes, extension);
  return isObject(held) ? held : {};
};

/** RFC 7644 §3.5.2.2 for what was there, RFC 7643 §2.2 for what never was. */
const missing = (place: string, name: string, wasThere: boolean): ScimError =>
  wasThere
    ? scimError(400, `${place}: ${name} is required and cannot be removed.`, 'mutability')
    : scimError(400, `${place}: ${name} is required.`, 'invalidValue');

const missingInExtension = (
  { extensions }: ResourceType,
  { place, extension }: { readonly place: string; readonly extension: string },
  before: Attributes,
  after: Attributes,
): ScimError | undefined => {
  const owner = extensions.find(({ schema }) => schema.id === extension);
  if (!owner) return undefined;
  const had = heldAt(before, extension);
  const held = heldAt(after, extension);
  if (Object.keys(held).length === 0) {
    return owner.required ? missing(place, extension, Object.keys(had).length > 0) : undefined;
  }
  const lacking = owner.schema.attributes.find(({ name, required }) => required && !isPresent(own(held, name)));
  return lacking && missing(place, `${extension}:${lacking.name}`, isPresent(own(had, lacking.name)));
};

/**
 * What a patch has left without something its schema requires: an extension that has data but not all it must have, a
 * required extension that went, a required list without elements. Only what the steps touched is looked at.
 */
export const missingAfter = (
  resourceType: ResourceType,
  steps: readonly Step[],
  before: Attributes,
  after: Attributes,
): ScimError | undefined => {
  for (const step of steps) {
    const extension = extensionOf(step);
    const { place } = step;
    if (extension !== undefined) {
      const problem = missingInExtension(resourceType, { place, extension }, before, after);
      if (problem) return problem;
    } else if (step.kind !== 'drop-extension' && step.slot.attribute.required) {
      const { name } = step.slot.attribute;
      if (!isPresent(own(after, name))) return missing(place, name, isPresent(own(before, name)));
    }
  }
  return undefined;
};
