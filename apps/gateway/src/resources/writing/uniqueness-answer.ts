import type { Accepted } from '#domain';
import type { Database } from '#persistence';
import { claimKeyOf, type MasterKey } from '#privacy';
import { type Attributes, own, type ScimError, scimError } from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import { attributeOf } from './rejection-to-scim-error.js';

/** Whether a value that a decision claims belongs to somebody else, and the 409 that says whose it is. */
export class UniquenessAnswer {
  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly generation: ActiveGeneration;
      readonly master: MasterKey;
    },
  ) {}

  async ofTakenClaims(
    request: ScimRequest,
    decision: Accepted,
    after: Attributes,
    ownId?: string,
  ): Promise<ScimError | undefined> {
    const { directory } = request.caller;
    const wanted = decision.claims?.values ?? [];
    if (wanted.length === 0) return undefined;
    const claims = wanted.map(({ scope, canonical }) => ({
      scope,
      key: claimKeyOf(this.parts.master, directory.id, scope, canonical),
    }));
    const query = { directoryId: directory.id, claims };
    const owners = await this.parts.generation.model.claimOwners(this.parts.database, query);
    const taken = owners.find(({ ownerId }) => ownerId !== ownId);
    if (!taken) return undefined;
    const attribute = attributeOf(taken.scope);
    const value = own(after, attribute);
    const shown = typeof value === 'string' ? ` ${JSON.stringify(value.slice(0, 256))}` : '';
    const endpoint = directory.resourceTypes.find(({ name }) => name === taken.ownerType)?.endpoint;
    return scimError(
      409,
      `${attribute}${shown} is in use already by the ${taken.ownerType} with id ${taken.ownerId}.`,
      'uniqueness',
      endpoint === undefined ? {} : { Location: `${request.caller.baseUrl}${endpoint}/${taken.ownerId}` },
    );
  }
}
