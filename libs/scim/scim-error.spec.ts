import { errorBody, isScimError, scimError } from './scim-error.js';

describe('an error', () => {
  it('234: has its status as a string, a detail, and a scimType only where there is one', () => {
    expect(errorBody(scimError(409, 'userName is taken.', 'uniqueness'))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: 'userName is taken.',
    });
    expect(errorBody(scimError(404, 'There is no such user.', undefined, { 'X-Header': 'not in the body' }))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '404',
      detail: 'There is no such user.',
    });
  });

  it('is told from other values', () => {
    expect(isScimError(scimError(400, 'x'))).toBe(true);
    for (const other of [null, undefined, 'scim-error', {}, []]) expect(isScimError(other)).toBe(false);
  });
});
