import { type ScimError, scimError } from '#scim';
import type { Settlement } from '../../proposing/settlement.js';
import { attributeOf } from './attribute-of-scope.js';

/** `Rollcall-Outcome` tells a program what the sentence tells a person: whether a refused write may still count. */
const soon = { 'Retry-After': '1', 'Rollcall-Outcome': 'not-applied' };
const later = { 'Retry-After': '2', 'Rollcall-Outcome': 'not-applied' };
const unknown = { 'Retry-After': '2', 'Rollcall-Outcome': 'unknown' };

/** Every end of a proposal but success, as its one answer. Uniqueness is answered where the value is known. */
export const settlementToScimError = (settlement: Exclude<Settlement, { kind: 'accepted' }>): ScimError => {
  switch (settlement.kind) {
    case 'void':
      return ofVoid(settlement);
    case 'not-applied':
      return settlement.because === 'too-large'
        ? scimError(413, `${settlement.detail} It was not applied.`)
        : scimError(503, `${settlement.detail} The change was not applied. Try again.`, undefined, later);
    case 'unknown':
      return scimError(
        503,
        'Whether the change was applied is unknown: no verdict came in time. Read the resource before trying again.',
        undefined,
        unknown,
      );
  }
};

const ofVoid = ({ reason, scope }: Extract<Settlement, { kind: 'void' }>): ScimError => {
  switch (reason) {
    case 'gone':
      return scimError(404, 'The resource does not exist (any more).');
    case 'version':
      return scimError(412, 'The resource has changed since the version that If-Match names.');
    case 'exists':
      return scimError(409, 'A resource with this id exists already.', 'uniqueness');
    case 'uniqueness':
      return scimError(
        409,
        `The value of ${scope === undefined ? 'an attribute' : attributeOf(scope)} is in use already.`,
        'uniqueness',
      );
    case 'expired':
    case 'incomplete':
      return scimError(503, 'The change was not taken up in time and was not applied. Try again.', undefined, soon);
  }
};

export const busy: ScimError = scimError(
  503,
  'Too many changes of this resource are under way; this one was not applied. Try again.',
  undefined,
  soon,
);
