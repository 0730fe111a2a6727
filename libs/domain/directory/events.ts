import type { Attributes, ProviderKind, SettingOverrides } from '#scim';
import type { EventOf, Nothing } from '../event.js';

/** Never the token itself. `expiresAt` in ms, null for never. */
export type IssuedToken = {
  readonly tokenId: string;
  readonly digest: string;
  readonly label: string;
  readonly expiresAt: number | null;
  /** Absent for a token that may also change resources. */
  readonly readOnly?: boolean;
};

/** Which resource types carry an extension schema. */
export type Extends = { readonly resourceType: string; readonly required: boolean };

/** A schema document of RFC 7643 §7 form under its URN. `revision` counts its changes, from 1. */
export type PutSchemaPayload = {
  readonly id: string;
  readonly document: Attributes;
  readonly extends: readonly Extends[];
  readonly revision: number;
};

/** A resource type document of RFC 7643 §6 form under its name. */
export type PutResourceTypePayload = {
  readonly name: string;
  readonly document: Attributes;
  readonly revision: number;
};

export type DirectoryEvent =
  | EventOf<
      'directory.created',
      { readonly name: string; readonly provider: ProviderKind; readonly settings: SettingOverrides }
    >
  | EventOf<'directory.renamed', { readonly name: string }>
  | EventOf<'directory.disabled', Nothing>
  | EventOf<'directory.enabled', Nothing>
  /** All that differs from the provider's preset after the event. */
  | EventOf<'directory.settings_changed', { readonly settings: SettingOverrides }>
  | EventOf<'directory.token_issued', IssuedToken>
  | EventOf<'directory.token_revoked', { readonly tokenId: string }>
  | EventOf<'directory.schema_put', PutSchemaPayload>
  | EventOf<'directory.schema_removed', { readonly id: string }>
  | EventOf<'directory.resource_type_put', PutResourceTypePayload>
  | EventOf<'directory.resource_type_removed', { readonly name: string }>;
