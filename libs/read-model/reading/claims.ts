import type { Queryable } from '#persistence';
import { claimOwners } from '../statements/claim-owners.js';

export type ClaimOwner = {
  readonly scope: string;
  readonly key: string;
  readonly ownerType: string;
  readonly ownerId: string;
};

/** Who owns these claim keys now: the early answer to a name that is taken, and the `Location` of its owner. */
export const readClaimOwners =
  (schema: string) =>
  (
    queryable: Queryable,
    query: {
      readonly directoryId: string;
      readonly claims: readonly { readonly scope: string; readonly key: string }[];
    },
  ): Promise<readonly ClaimOwner[]> =>
    queryable.query<ClaimOwner>(claimOwners(schema), [
      query.directoryId,
      query.claims.map((claim) => claim.scope),
      query.claims.map((claim) => claim.key),
    ]);
