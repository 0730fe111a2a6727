/** `User.userName/1` → `userName`; `User.<urn>:name/1` → `<urn>:name`. */
export const attributeOf = (scope: string): string =>
  scope.replace(/^[A-Za-z][A-Za-z0-9_-]*\./, '').replace(/\/\d+$/, '');
