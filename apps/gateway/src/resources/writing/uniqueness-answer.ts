import type { Accepted } from '#domain';
import { claimKeyOf, type MasterKey } from '#privacy';
import { type Attributes, own, type ScimError, scimError } from '#scim';
import type { Caller } from '../../exchange/caller.js';
import type { ScimRequest } from '../../exchange/scim-request.js';
import type { ResourceReader } from '../reading/resource-reader.js';
import { attributeOf } from './attribute-of-scope.js';

/** Whether a value that a decision claims belongs to somebody else, and the 409 that says whose it is. */
export class UniquenessAnswer {
  constructor(private readonly parts: { readonly reader: ResourceReader; readonly master: MasterKey }) {}

  async ofTakenClaims(
    request: ScimRequest,
    decision: Accepted,
    after: Attributes,
    ownId?: string,
  ): Promise<ScimError | undefined> {
    const { directory } = request.caller;
    const wanted = decision.claims?.values ?? [];
    const owners = await Promise.all(
      wanted.map(({ scope, canonical }) => {
        const key = claimKeyOf(this.parts.master, directory.id, scope, canonical);
        return this.parts.reader.ownerOf({ directoryId: directory.id, scope, key });
      }),
    );
    const at = owners.findIndex((owner) => owner !== undefined && owner.id !== ownId);
    const owner = owners[at];
    const scope = wanted[at]?.scope;
    return owner && scope !== undefined ? taken(request.caller, scope, after, owner) : undefined;
  }
}

const taken = (
  { directory, baseUrl }: Caller,
  scope: string,
  after: Attributes,
  owner: { readonly type: string; readonly id: string },
): ScimError => {
  const attribute = attributeOf(scope);
  const value = own(after, attribute);
  const shown = typeof value === 'string' ? ` ${JSON.stringify(value.slice(0, 256))}` : '';
  const endpoint = directory.resourceTypes.find(({ name }) => name === owner.type)?.endpoint;
  return scimError(
    409,
    `${attribute}${shown} is in use already by the ${owner.type} with id ${owner.id}.`,
    'uniqueness',
    endpoint === undefined ? {} : { Location: `${baseUrl}${endpoint}/${owner.id}` },
  );
};
