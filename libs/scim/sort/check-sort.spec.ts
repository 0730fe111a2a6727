import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { isScimError } from '../scim-error.js';
import { checkSort } from './check-sort.js';
import { compareResources } from './compare-resources.js';
import { compileSort } from './compile-sort.js';

const strict = { unknownSortBy: 'reject' } as const;

const sortedNames = (sortBy: string, sortOrder: string, users: readonly Record<string, unknown>[]) => {
  const sort = checkSort({ sortBy, sortOrder }, userResourceType, strict);
  if (!sort || isScimError(sort)) throw new Error('refused');
  return [...users].sort(compareResources(sort)).map((user) => user['userName']);
};

describe('sorting', () => {
  test('127: ascending unless said otherwise, and creation order when nothing is asked', () => {
    expect(checkSort({ sortBy: 'userName' }, userResourceType, strict)).toMatchObject({ descending: false });
    expect(checkSort({ sortBy: 'userName', sortOrder: 'Descending' }, userResourceType, strict)).toMatchObject({
      descending: true,
    });
    expect(checkSort({ sortOrder: 'descending' }, userResourceType, strict)).toBeUndefined();
    expect(compileSort([])).toBeUndefined();
  });

  test('128, 129, 130: case decides by caseExact, absent values come last, the primary value counts', () => {
    const users = [
      { userName: 'b', externalId: 'b', emails: [{ value: 'z' }, { value: 'a', primary: true }] },
      { userName: 'A', externalId: 'C', emails: [{ value: 'B' }, { value: 'x' }] },
      { userName: 'none', externalId: 'a' },
    ];
    expect(sortedNames('userName', 'ascending', users)).toEqual(['A', 'b', 'none']);
    expect(sortedNames('externalId', 'ascending', users)).toEqual(['A', 'none', 'b']);
    expect(sortedNames('emails', 'ascending', users)).toEqual(['b', 'A', 'none']);
    expect(sortedNames('emails.value', 'descending', users)).toEqual(['none', 'A', 'b']);
  });

  test('133: an unknown attribute is refused or ignored, as the directory says; a bad order is always refused', () => {
    for (const sortBy of ['shoeSize', 'name', 'groups', 'password', '__proto__', 'userName.x']) {
      expect(checkSort({ sortBy }, userResourceType, strict)).toMatchObject({ status: 400, scimType: 'invalidValue' });
      expect(checkSort({ sortBy }, userResourceType, { unknownSortBy: 'ignore' })).toBeUndefined();
    }
    expect(checkSort({ sortBy: 'members' }, groupResourceType, strict)).toMatchObject({ scimType: 'invalidValue' });
    expect(
      checkSort({ sortBy: 'userName', sortOrder: 'up' }, userResourceType, { unknownSortBy: 'ignore' }),
    ).toMatchObject({ status: 400, scimType: 'invalidValue' });
  });
});
