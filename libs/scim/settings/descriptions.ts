import type { ScimSettings, SettingName } from './settings.js';

/** One switch: what it may be, what a directory has unless it says otherwise, and why there is a choice at all. */
export type SettingDescription<Value = string | boolean> = {
  readonly values: readonly Value[];
  readonly default: Value;
  readonly reason: string;
};

const yesNo = [true, false] as const;

/** Every setting with its default and reason: the source of the documentation, of the admin API's checks and of the CLI. */
export const settingDescriptions: { readonly [Name in SettingName]: SettingDescription<ScimSettings[Name]> } = {
  patchSupported: {
    values: yesNo,
    default: true,
    reason:
      'PATCH is optional in RFC 7644 §3.5.2. Switched off, ServiceProviderConfig says so and PATCH is 501, and clients that can do both use PUT.',
  },
  patchResponse: {
    values: ['resource', 'no-content'],
    default: 'resource',
    reason:
      'RFC 7644 §3.5.2 allows 200 with the resource or 204. Clients that compare what they sent with what is stored want the resource; Entra advises 204. A request with `attributes` always gets 200.',
  },
  unknownMember: {
    values: ['reject', 'accept'],
    default: 'reject',
    reason:
      'The RFC is silent on a group member that does not exist. Refusing with 400 shows a mistake at once; some test suites send made-up ids and expect success. One that is not of the form of an id here is then passed over.',
  },
  groupDisplayNameUnique: {
    values: yesNo,
    default: true,
    reason:
      "Providers look groups up by displayName and take over what they find, so two groups of one name are a trap, and Entra's validator expects 409. The RFC itself says uniqueness none.",
  },
  booleanStrings: {
    values: ['coerce', 'reject'],
    default: 'coerce',
    reason: 'Entra sends "True" and "False" for booleans. Strict servers answer 400 invalidValue.',
  },
  singletonArrays: {
    values: ['unwrap', 'reject'],
    default: 'unwrap',
    reason: 'Some clients wrap the value of a single-valued attribute in an array of one, as in `"value": [false]`.',
  },
  undeclaredAttribute: {
    values: ['ignore', 'reject'],
    default: 'ignore',
    reason: 'Attributes no schema declares come with most provider mappings. Ignoring them keeps the sync running.',
  },
  undeclaredPath: {
    values: ['reject', 'ignore'],
    default: 'reject',
    reason:
      'A PATCH path no schema declares is 400 invalidPath; ignoring it saves the other operations of the request.',
  },
  readOnlyPath: {
    values: ['reject', 'ignore'],
    default: 'reject',
    reason:
      'RFC 7644 §3.5.2 wants 400 mutability when a PATCH path names a readOnly attribute. Inside a path-less value such attributes are always ignored, because Okta sends `id` there.',
  },
  missingSchemas: {
    values: ['reject', 'accept'],
    default: 'reject',
    reason:
      'RFC 7643 §3 requires `schemas` in every body; several providers leave it out of resources or PATCH requests.',
  },
  unknownSchema: {
    values: ['reject', 'ignore'],
    default: 'reject',
    reason:
      'A URN in `schemas` this resource type does not have is a client error by RFC 7643 §3. Entra sends one of its own with groups.',
  },
  extensionWithoutUrn: {
    values: ['accept', 'reject'],
    default: 'accept',
    reason:
      'Extension attributes whose URN is not in `schemas`: accepting adds the URN, rejecting is the letter of RFC 7643 §3.',
  },
  legacyEnterpriseUrn: {
    values: ['accept', 'reject'],
    default: 'accept',
    reason: 'Old clients name the enterprise extension by its SCIM 1.0 URN. Accepting reads it as the 2.0 one.',
  },
  repeatedAttribute: {
    values: ['reject', 'last-wins'],
    default: 'reject',
    reason:
      'Attribute names have no case, so one object can carry the same attribute twice in two spellings. Guessing loses data.',
  },
  severalPrimary: {
    values: ['reject', 'keep-first'],
    default: 'reject',
    reason:
      'RFC 7643 §2.4 allows one primary value at most. Keeping the first tolerates clients that mark every element.',
  },
  canonicalValues: {
    values: ['suggest', 'enforce'],
    default: 'suggest',
    reason: 'RFC 7643 §7 lets a provider treat canonicalValues as suggestions or as the only accepted values.',
  },
  referenceSyntax: {
    values: ['uri', 'any'],
    default: 'uri',
    reason:
      'RFC 7643 §2.3.7 has URIs for profileUrl and photos. People type what they like into such fields, and refusing the one field refuses the person.',
  },
  managerMustExist: {
    values: yesNo,
    default: false,
    reason: 'Providers create people in any order, so a manager may arrive after those they manage.',
  },
  activeByDefault: {
    values: yesNo,
    default: true,
    reason:
      'A user created without `active` may sign in, and providers read `active: true` back. Off, the attribute stays absent, as RFC 7643 §4.1.1 allows.',
  },
  putMissing: {
    values: ['clear', 'keep'],
    default: 'clear',
    reason:
      "RFC 7644 §3.5.1 lets a server clear what a PUT leaves out. JumpCloud's PUT leaves out what it does not know, so there it must keep the stored value.",
  },
  putNull: {
    values: ['clear', 'keep'],
    default: 'clear',
    reason:
      'RFC 7643 §2.5: null is unassigned. JumpCloud writes null for lists it has no values for and does not mean to clear them.',
  },
  putIdMismatch: {
    values: ['ignore', 'reject'],
    default: 'ignore',
    reason: "The `id` in a PUT's body is readOnly. A different one can be ignored or refused with 400 mutability.",
  },
  putUnchanged: {
    values: ['same-version', 'new-version'],
    default: 'same-version',
    reason:
      'A PUT of what is there already changes nothing, as RFC 7644 §3.5.2.1 has it for PATCH, so repeated syncs move no `lastModified`. Clients that take it for the time of the last successful PUT want a new version.',
  },
  emptyStringClears: {
    values: ['complex', 'all', 'none'],
    default: 'complex',
    reason:
      'An empty string for a complex attribute, such as manager, can only mean "none". Entra and Okta also send it for plain optional attributes and expect them to be unassigned.',
  },
  removeUnmatched: {
    values: ['no-change', 'no-target'],
    default: 'no-change',
    reason:
      'Removing what is not there is already done. RFC 7644 names noTarget for replace only; a strict server may answer it here too.',
  },
  replaceUnmatched: {
    values: ['no-target', 'add'],
    default: 'no-target',
    reason:
      'RFC 7644 §3.5.2.3: replace with a filter that matches nothing is 400 noTarget. Entra expects the element to be created.',
  },
  membersAfterLastRemoved: {
    values: ['omit', 'empty'],
    default: 'omit',
    reason:
      'Of any group without members. An unassigned attribute is omitted by RFC 7643 §2.5; some clients want to read `"members": []`.',
  },
  userDelete: {
    values: ['delete', 'deactivate', 'refuse'],
    default: 'delete',
    reason:
      'DELETE of a user may end the record, only deactivate it, or be refused with 501 so that the provider deactivates instead.',
  },
  requireIfMatch: {
    values: yesNo,
    default: false,
    reason: 'RFC 7644 §3.14 lets a server insist on If-Match and answer 428 without it. No provider sends it.',
  },
  ifMatchUnknownId: {
    values: ['not-found', 'precondition-failed'],
    default: 'not-found',
    reason:
      'RFC 9110 §13.2.1 passes over a condition where the answer would be an error without it: 404. By §13.1.1 If-Match is false of what does not exist, and some clients expect 412 for it.',
  },
  bothProjections: {
    values: ['reject', 'attributes-win'],
    default: 'reject',
    reason: 'RFC 7644 §3.9 makes `attributes` and `excludedAttributes` mutually exclusive.',
  },
  searchRequestSchema: {
    values: ['any', 'required'],
    default: 'any',
    reason: 'RFC 7644 §3.4.3 requires the SearchRequest URN; existing clients send others.',
  },
  unquotedFilterLiteral: {
    values: ['reject', 'accept'],
    default: 'reject',
    reason: "The filter grammar wants string literals quoted. Microsoft's Postman collection sends some bare.",
  },
  unknownFilterAttribute: {
    values: ['reject', 'no-match'],
    default: 'reject',
    reason:
      'A filter that names an attribute no schema declares is usually a mistake; an empty answer would hide it. At the root it always counts as no value.',
  },
  absentBooleanNotEqual: {
    values: ['match', 'no-match'],
    default: 'match',
    reason: 'Whether `active ne true` includes resources without the attribute; `not (active eq true)` always does.',
  },
  passwordFilter: {
    values: ['invalid-filter', 'sensitive'],
    default: 'invalid-filter',
    reason: 'Filtering on a password is refused either way: as 400 invalidFilter, or as 403 with scimType sensitive.',
  },
  unknownSortBy: {
    values: ['reject', 'ignore'],
    default: 'reject',
    reason: 'sortBy with an unknown attribute can be an error or be ignored.',
  },
  parameterCase: {
    values: ['any', 'exact'],
    default: 'any',
    reason: 'Some clients write `startindex`. Accepting any case harms nobody.',
  },
  discoveryFilter: {
    values: ['forbidden', 'ignore'],
    default: 'forbidden',
    reason: 'RFC 7644 §4: a filter on /Schemas or /ResourceTypes should be 403.',
  },
  unknownSchemaId: {
    values: ['not-found', 'bad-request'],
    default: 'not-found',
    reason: 'GET of an unknown schema is 404; one test suite wants 400.',
  },
  serviceProviderConfigPublic: {
    values: yesNo,
    default: true,
    reason: 'RFC 7643 §5 recommends that clients can read the configuration before they have credentials.',
  },
  cursorPagingAdvertised: {
    values: yesNo,
    default: true,
    reason:
      'RFC 9865 §4 has `pagination` in ServiceProviderConfig; clients made before it may refuse what they do not know. Cursors work either way.',
  },
  endpointCase: {
    values: ['exact', 'any'],
    default: 'exact',
    reason: 'URL paths are case-sensitive; some clients write `/users`.',
  },
  unacceptableMediaType: {
    values: ['answer', 'refuse'],
    default: 'refuse',
    reason: 'An Accept header that excludes JSON: 406, or the JSON answer anyway.',
  },
  responseMediaType: {
    values: ['scim-json', 'as-accepted'],
    default: 'scim-json',
    reason:
      'RFC 7644 §3.8 has application/scim+json as the usual type and application/json as another name for the same. Most clients read both; some that ask for application/json alone want just that back.',
  },
  missingContentType: {
    values: ['accept', 'reject'],
    default: 'accept',
    reason: 'A body without Content-Type can be read as JSON or be refused with 415.',
  },
};
