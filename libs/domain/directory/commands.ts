import type { Attributes } from '#scim';
import type { Extends, IssuedToken } from './events.js';

/** Provider and settings come from outside as they are: the decider checks them. Times in ms. */
export type CreateDirectory = {
  readonly kind: 'create';
  readonly name: string;
  readonly provider: string;
  readonly settings?: unknown;
  /** The first token, so that a directory can be used as soon as it is there. */
  readonly token?: IssuedToken;
  readonly now: number;
};

export type DirectoryCommand =
  | CreateDirectory
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'disable' }
  | { readonly kind: 'enable' }
  /** All overrides of the preset, or with `merge` those that change; null goes back to the preset. */
  | { readonly kind: 'change-settings'; readonly settings: unknown; readonly merge?: boolean }
  | { readonly kind: 'issue-token'; readonly token: IssuedToken; readonly now: number }
  | { readonly kind: 'revoke-token'; readonly tokenId: string }
  /** A document that `#scim` has found to be a schema. */
  | {
      readonly kind: 'put-schema';
      readonly id: string;
      readonly document: Attributes;
      readonly extends: readonly Extends[];
    }
  | { readonly kind: 'remove-schema'; readonly id: string }
  | { readonly kind: 'put-resource-type'; readonly name: string; readonly document: Attributes }
  | { readonly kind: 'remove-resource-type'; readonly name: string };
