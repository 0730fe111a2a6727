import type { Rejection } from '#domain';
import { type ScimError, scimError } from '#scim';
import { attributeOf } from './attribute-of-scope.js';

/** A decision against a command, as its one answer. Uniqueness is answered where the owner can be named. */
export const rejectionToScimError = (rejection: Rejection): ScimError => {
  switch (rejection.reason) {
    case 'gone':
      return scimError(404, 'There is no such resource.');
    case 'version':
      return scimError(412, 'The resource has changed since it was read.');
    case 'uniqueness':
      return scimError(409, `The value of ${attributeOf(rejection.scope)} is in use already.`, 'uniqueness');
    case 'invalid':
      return scimError(400, `${rejection.field}: ${rejection.problem}`, 'invalidValue');
    case 'limit':
      return scimError(413, `${rejection.field}: ${rejection.problem}`);
  }
};
