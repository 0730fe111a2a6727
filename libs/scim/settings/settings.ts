/**
 * Where RFC 7643 and 7644 leave freedom, or where clients and test suites disagree: one switch of the directory each.
 * `settingDescriptions` says what each value does and why it exists. Nothing else changes what a request means; in
 * particular no behaviour depends on the User-Agent.
 */
export type ScimSettings = {
  readonly patchSupported: boolean;
  readonly patchResponse: 'resource' | 'no-content';
  readonly unknownMember: 'reject' | 'accept';
  readonly groupDisplayNameUnique: boolean;
  readonly booleanStrings: 'coerce' | 'reject';
  readonly singletonArrays: 'unwrap' | 'reject';
  readonly undeclaredAttribute: 'ignore' | 'reject';
  readonly undeclaredPath: 'reject' | 'ignore';
  readonly readOnlyPath: 'reject' | 'ignore';
  readonly missingSchemas: 'reject' | 'accept';
  readonly unknownSchema: 'reject' | 'ignore';
  readonly extensionWithoutUrn: 'accept' | 'reject';
  readonly legacyEnterpriseUrn: 'accept' | 'reject';
  readonly repeatedAttribute: 'reject' | 'last-wins';
  readonly severalPrimary: 'reject' | 'keep-first';
  readonly canonicalValues: 'suggest' | 'enforce';
  readonly referenceSyntax: 'uri' | 'any';
  readonly managerMustExist: boolean;
  readonly activeByDefault: boolean;
  readonly putMissing: 'clear' | 'keep';
  readonly putNull: 'clear' | 'keep';
  readonly putIdMismatch: 'ignore' | 'reject';
  readonly putUnchanged: 'same-version' | 'new-version';
  readonly emptyStringClears: 'complex' | 'all' | 'none';
  readonly removeUnmatched: 'no-change' | 'no-target';
  readonly replaceUnmatched: 'no-target' | 'add';
  readonly membersAfterLastRemoved: 'omit' | 'empty';
  readonly userDelete: 'delete' | 'deactivate' | 'refuse';
  readonly requireIfMatch: boolean;
  readonly ifMatchUnknownId: 'not-found' | 'precondition-failed';
  readonly bothProjections: 'reject' | 'attributes-win';
  readonly searchRequestSchema: 'any' | 'required';
  readonly unquotedFilterLiteral: 'reject' | 'accept';
  readonly unknownFilterAttribute: 'reject' | 'no-match';
  readonly absentBooleanNotEqual: 'match' | 'no-match';
  readonly passwordFilter: 'invalid-filter' | 'sensitive';
  readonly unknownSortBy: 'reject' | 'ignore';
  readonly parameterCase: 'any' | 'exact';
  readonly discoveryFilter: 'forbidden' | 'ignore';
  readonly unknownSchemaId: 'not-found' | 'bad-request';
  readonly serviceProviderConfigPublic: boolean;
  readonly cursorPagingAdvertised: boolean;
  readonly endpointCase: 'exact' | 'any';
  readonly unacceptableMediaType: 'answer' | 'refuse';
  readonly responseMediaType: 'scim-json' | 'as-accepted';
  readonly missingContentType: 'accept' | 'reject';
};

export type SettingName = keyof ScimSettings;
