import type { Database } from '#persistence';
import type { StoredMember } from '#read-model';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import { BatchedRead } from '../reading/batched-read.js';
import { type MemberByKeyRow, membersByKeys } from './statements/members-by-keys.js';
import { type TypeByKeyRow, typesByKeys } from './statements/types-by-keys.js';
import { type TypeRow, typesOfResources } from './statements/types-of-resources.js';

type Parts = { readonly database: Database; readonly generation: ActiveGeneration };
type ResourceKey = { readonly directoryId: string; readonly id: string };
type MemberKey = { readonly directoryId: string; readonly groupId: string; readonly memberId: string };

/** Providers add members one by one, many at the same time: up to so many ids are read together with those of others. */
const FEW = 10;

/** Who a request's members are, and which of them belong to the group already. Only what is named is read. */
export class MemberRows {
  readonly #types: BatchedRead<ResourceKey, TypeByKeyRow>;
  readonly #members: BatchedRead<MemberKey, MemberByKeyRow>;

  constructor(private readonly parts: Parts) {
    const { database, generation } = parts;
    this.#types = new BatchedRead((keys) =>
      database.query<TypeByKeyRow>(typesByKeys(generation.schema), [
        keys.map(({ directoryId }) => directoryId),
        keys.map(({ id }) => id),
      ]),
    );
    this.#members = new BatchedRead((keys) =>
      database.query<MemberByKeyRow>(membersByKeys(generation.schema), [
        keys.map(({ directoryId }) => directoryId),
        keys.map(({ groupId }) => groupId),
        keys.map(({ memberId }) => memberId),
      ]),
    );
  }

  /** Of those ids that are users or groups of the directory. */
  async types(directoryId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = ids.length > FEW ? await this.#manyTypes(directoryId, ids) : await this.#fewTypes(directoryId, ids);
    return new Map(rows.map(({ id, type }) => [id, type]));
  }

  async present(directoryId: string, groupId: string, ids: readonly string[]): Promise<readonly StoredMember[]> {
    const { database, generation } = this.parts;
    if (ids.length > FEW) return generation.model.presentMembers(database, { directoryId, groupId, ids });
    const rows = await Promise.all(ids.map((memberId) => this.#members.read({ directoryId, groupId, memberId })));
    return rows.flatMap((row) => (row && row.type !== null ? [{ ...row, type: row.type }] : []));
  }

  #manyTypes(directoryId: string, ids: readonly string[]): Promise<readonly TypeRow[]> {
    const { database, generation } = this.parts;
    return database.query<TypeRow>(typesOfResources(generation.schema), [directoryId, ids, ['User', 'Group']]);
  }

  async #fewTypes(directoryId: string, ids: readonly string[]): Promise<readonly TypeRow[]> {
    const rows = await Promise.all(ids.map((id) => this.#types.read({ directoryId, id })));
    return rows.flatMap((row) => (row && row.type !== null ? [{ id: row.id, type: row.type }] : []));
  }
}
