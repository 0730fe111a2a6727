import { type Attributes, canonicalText, own, type ResourceType, type ScimSettings } from '#scim';
export const claimedValues = (type: ResourceType, attributes: Attributes, settings: ScimSettings) => {
  const name =
    type.name === 'User'
      ? 'userName'
      : type.name === 'Group' && settings.groupDisplayNameUnique
        ? 'displayName'
        : undefined;
  if (!name) return { scopes: [], values: [] };
  const scope = type.name === 'User' ? 'userName/1' : 'Group.displayName/1';
  const value = own(attributes, name);
  return { scopes: [scope], values: typeof value === 'string' ? [{ scope, canonical: canonicalText(value) }] : [] };
};
