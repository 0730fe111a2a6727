import type { Queryable } from '#persistence';
import { resourceById } from '../statements/resource-by-id.js';
import { resourcesByIds } from '../statements/resources-by-ids.js';
import { isParked } from './parked.js';

export type ResourceKey = { readonly directoryId: string; readonly type: string; readonly id: string };

/** A resource as the read model has it. `attributes` are SCIM attributes without id, meta and members; times in ms. */
export type StoredResource = {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** How often somebody else's deletion took a member or the manager out of it. */
  readonly cascades: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly attributes: { readonly [name: string]: unknown };
  /** `attributes` as JSON text, where that is how they were read: an answer that shows all of them needs no more. */
  readonly text?: string;
};

/** `parked`: accepted changes wait for an operator, so whatever the row says is not the truth. Answer 503. */
export type ResourceLookup = StoredResource | 'parked' | undefined;

type ResourceRow = {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly cascades: number;
  readonly created_at: number;
  readonly modified_at: number;
  /** JSON text */
  readonly doc: string;
};

/** The text is parsed when somebody asks for the attributes, and once. */
export const storedResource = (row: ResourceRow): StoredResource => {
  let attributes: StoredResource['attributes'] | undefined;
  return {
    type: row.type,
    id: row.id,
    version: row.version,
    cascades: row.cascades,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    get attributes() {
      attributes ??= JSON.parse(row.doc) as StoredResource['attributes'];
      return attributes;
    },
    text: row.doc,
  };
};

export const findResource =
  (schema: string) =>
  async (queryable: Queryable, key: ResourceKey): Promise<ResourceLookup> => {
    const values = [key.directoryId, key.type, key.id];
    const [row] = await queryable.query<ResourceRow & { parked: boolean }>(resourceById(schema), values);
    if (row === undefined) return (await isParked(schema)(queryable, key)) ? 'parked' : undefined;
    return row.parked ? 'parked' : storedResource(row);
  };

/** Those of `ids` that exist, in no particular order. Parked ones come as they were before. */
export const findResources =
  (schema: string) =>
  async (
    queryable: Queryable,
    of: { readonly directoryId: string; readonly types: readonly string[]; readonly ids: readonly string[] },
  ): Promise<readonly StoredResource[]> => {
    if (of.ids.length === 0) return [];
    const rows = await queryable.query<ResourceRow>(resourcesByIds(schema), [of.directoryId, of.types, of.ids]);
    return rows.map(storedResource);
  };
