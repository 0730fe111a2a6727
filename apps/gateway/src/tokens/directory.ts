import type { DirectoryLimits, ProviderKind, ResourceType, ScimSettings } from '#scim';

/** A directory as requests need it: its settings resolved, its resource types ready for routing. */
export type Directory = {
  readonly id: string;
  readonly name: string;
  readonly provider: ProviderKind;
  readonly enabled: boolean;
  readonly settings: ScimSettings;
  readonly limits: DirectoryLimits;
  readonly resourceTypes: readonly ResourceType[];
  readonly version: number;
};

/** A token that may be used, found by its keyed digest. The token itself is nowhere. */
export type LiveToken = {
  readonly tokenId: string;
  readonly directoryId: string;
  /** Milliseconds; never when absent. */
  readonly expiresAt: number | undefined;
  readonly readOnly: boolean;
};
