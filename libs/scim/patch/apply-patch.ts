import type { Attributes, Member, MembershipChange } from '../attributes.js';
import { isObject, own } from '../json/json-value.js';
import type { ResourceType } from '../schema/definition.js';
import { schemasOf } from '../schema/schemas-of.js';
import { isScimError, type ScimError, scimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';
import { applyStep } from './apply-step.js';
import { netMembership } from './membership.js';
import { type PreparedPatch, preparePatch } from './prepare-patch.js';
import { missingAfter } from './required-after.js';
import { valueAt } from './slot-value.js';
import type { Step } from './step.js';

export type Patched = {
  readonly kind: 'patched';
  /** The whole set after the patch, `schemas` included; equal to the one before when nothing changed. */
  readonly attributes: Attributes;
  /** Net changes to a group's members: at most one `add` and one `remove`, or one `replace`. */
  readonly membership: readonly MembershipChange[];
  readonly passwordSent: boolean;
};

/** Sub-attributes a schema requires, missing in what a step left behind. */
const incomplete = (attributes: Attributes, step: Step): ScimError | undefined => {
  if (step.kind === 'drop-extension') return undefined;
  const { attribute } = step.slot;
  const required = (attribute.subAttributes ?? []).filter((subAttribute) => subAttribute.required);
  if (required.length === 0) return undefined;
  const value = valueAt(attributes, step.slot);
  for (const element of Array.isArray(value) ? value : [value]) {
    const missing = isObject(element) && required.find(({ name }) => own(element, name) === undefined);
    if (missing) return scimError(400, `${step.place}: ${attribute.name}.${missing.name} is required.`, 'invalidValue');
  }
  return undefined;
};

/**
 * Applies a prepared patch to a resource's attributes: all of it or, with the first refusal, nothing. Neither argument is
 * changed. `members` matters only when `needsMembers` says so, and without them such a patch is refused.
 */
export const applyPrepared = (
  patch: PreparedPatch,
  current: Attributes,
  members?: readonly Member[],
): Patched | ScimError => {
  if (patch.needsMembers && !members) {
    return scimError(400, 'Path: members can be selected by value only, as in members[value eq "…"].', 'invalidFilter');
  }
  let attributes = current;
  for (const step of patch.steps) {
    const applied = applyStep(attributes, step);
    if ('kind' in applied) return applied;
    attributes = applied.attributes;
  }
  for (const step of patch.steps) {
    const problem = incomplete(attributes, step);
    if (problem) return problem;
  }
  const missing = missingAfter(patch.resourceType, patch.steps, current, attributes);
  if (missing) return missing;
  return {
    kind: 'patched',
    attributes: { ...attributes, schemas: schemasOf(patch.resourceType, attributes) },
    membership: netMembership(patch.memberSteps, members),
    passwordSent: patch.passwordSent,
  };
};

/**
 * Reads and applies the operations of a PATCH, RFC 7644 §3.5.2, with the habits of Okta, Entra, OneLogin and JumpCloud.
 * `operations` is the list of the request's body or of `parsePatchRequest`; `current` holds neither id, meta nor members.
 */
export const applyPatch = (
  resourceType: ResourceType,
  current: Attributes,
  operations: unknown,
  settings: ScimSettings,
  members?: readonly Member[],
): Patched | ScimError => {
  const prepared = preparePatch(resourceType, operations, settings);
  return isScimError(prepared) ? prepared : applyPrepared(prepared, current, members);
};
