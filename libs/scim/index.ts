export * from './attributes.js';
export { canonicalText } from './canonical/canonical-text.js';
export { compareText } from './canonical/compare-text.js';
export { foldCase } from './canonical/fold.js';
export { instantOfMs, parseInstant } from './canonical/instant.js';
export { isPresent } from './canonical/presence.js';
export * from './changed-attributes.js';
export * from './conditional/etag.js';
export * from './conditional/preconditions.js';
export { checkElementFilter, checkFilter, defaultFilterRules, type FilterRules } from './filter/check-filter.js';
export type { CheckedElementFilter, CheckedFilter } from './filter/checked-filter.js';
export { type CompiledFilter, compileFilter } from './filter/compile-filter.js';
export type * from './filter/filter-node.js';
export type { FilterLimits } from './filter/filter-reader.js';
export { matches, matchesElement } from './filter/matches.js';
export {
  defaultFilterLimits,
  type FilterSyntax,
  type PathNode,
  parseFilter,
  parsePath,
} from './filter/parse-filter.js';
export type { CompileOptions } from './filter/sql/compile-scope.js';
export { type IndexKeys, indexKeys } from './index-keys.js';
export * from './json/json-value.js';
export * from './json/read-json.js';
export { applyPatch, applyPrepared, type Patched } from './patch/apply-patch.js';
export { PATCH_OP_SCHEMA, type PatchOperation, type PatchRequest, parsePatchRequest } from './patch/patch-request.js';
export { type PreparedPatch, preparePatch } from './patch/prepare-patch.js';
export { isShown, needsGroups, needsMembers, project } from './project/project.js';
export * from './project/projection.js';
export * from './project/with-references.js';
export * from './resolve/find-attribute.js';
export { type ResolvedPath, resolvePath, resolveSubAttribute } from './resolve/resolve-path.js';
export { type ResolvedSchema, resolveUrn } from './resolve/resolve-urn.js';
export * from './schema/common.js';
export * from './schema/definition.js';
export * from './schema/enterprise-user.js';
export * from './schema/group.js';
export * from './schema/resource-types.js';
export { schemasOf } from './schema/schemas-of.js';
export * from './schema/urns.js';
export * from './schema/user.js';
export * from './scim-error.js';
export * from './settings/descriptions.js';
export * from './settings/presets.js';
export * from './settings/read-settings.js';
export * from './settings/settings.js';
export { foldMembers, hasMembers } from './validate/members.js';
export * from './validate/validate-resource.js';
