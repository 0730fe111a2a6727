import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Database } from '#persistence';
import { etagOf } from '../../conditional/etag.js';
import { indexKeys } from '../../index-keys.js';
import type { ResourceType } from '../../schema/definition.js';
import { groupResourceType, userResourceType } from '../../schema/resource-types.js';
import { arbitraryAttributes, texts } from './arbitrary-resources.contract.js';
import { deviceType } from './device-type.contract.js';

export const LOCATION_PREFIX = 'https://host.test/scim/v2';

type Edge = { readonly group: string; readonly member: string; readonly type: string; readonly display: string | null };
type Row = {
  readonly type: ResourceType;
  readonly id: string;
  readonly version: number;
  readonly cascades: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly attributes: Record<string, unknown>;
};

/** One directory, as rows in the database and as the resources a client would be shown. */
export type StoredWorld = {
  readonly directoryId: string;
  readonly resourcesOf: (type: ResourceType) => readonly (Record<string, unknown> & { readonly id: string })[];
};

/** Generates a directory, stores it in generation `rm_1`, and renders its resources without asking the database. */
export const storeWorld = async (database: Database, seed: number): Promise<StoredWorld> => {
  const directoryId = randomUUID();
  const rows = [
    ...generated(userResourceType, 70, seed),
    ...generated(groupResourceType, 25, seed + 1),
    ...generated(deviceType, 70, seed + 2),
  ];
  const edges = generatedEdges(rows, seed);
  await insert(database, directoryId, rows, edges);
  return {
    directoryId,
    resourcesOf: (type) => rows.filter((row) => row.type === type).map((row) => rendered(row, rows, edges)),
  };
};

const generated = (type: ResourceType, count: number, seed: number): Row[] =>
  fc.sample(
    fc
      .tuple(
        arbitraryAttributes(type),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 11 }),
        fc.constantFrom(-501, -500, 0, 123, 124),
      )
      .map(([attributes, version, cascades, ms]) => ({
        type,
        id: randomUUID(),
        version,
        cascades,
        createdAt: (ms < 0 ? 0 : 1_704_067_200_000) + ms,
        modifiedAt: 1_704_067_200_000 + version,
        attributes,
      })),
    { numRuns: count, seed },
  );

const generatedEdges = (rows: readonly Row[], seed: number): Edge[] => {
  const groups = rows.filter(({ type }) => type === groupResourceType);
  const members = rows.filter(({ type }) => type !== deviceType);
  const edge = fc.record({
    group: fc.constantFrom(...groups.map(({ id }) => id)),
    member: fc.constantFrom(...members),
    display: fc.constantFrom(null, ...texts),
  });
  const edges = fc.sample(edge, { numRuns: 70, seed });
  const unique = new Map(edges.map((one) => [`${one.group} ${one.member.id}`, one]));
  return [...unique.values()].map(({ group, member, display }) => ({
    group,
    member: member.id,
    type: member.type.name,
    display,
  }));
};

const insert = async (database: Database, directoryId: string, rows: readonly Row[], edges: readonly Edge[]) => {
  for (const row of rows) {
    const keys = indexKeys(row.type, row.attributes);
    await database.query(
      `insert into rm_1.resource (directory_id, type, id, version, cascades, created_at, modified_at,
                                  user_name_key, external_id, display_name_key, email_keys, doc)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        directoryId,
        row.type.name,
        row.id,
        row.version,
        row.cascades,
        row.createdAt,
        row.modifiedAt,
        keys.userNameKey ?? null,
        keys.externalId ?? null,
        keys.displayNameKey ?? null,
        keys.emailKeys,
        JSON.stringify(row.attributes),
      ],
    );
  }
  await database.query(
    `insert into rm_1.group_member (directory_id, group_id, member_id, member_type, display)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[])`,
    [
      directoryId,
      edges.map((e) => e.group),
      edges.map((e) => e.member),
      edges.map((e) => e.type),
      edges.map((e) => e.display),
    ],
  );
};

const rendered = (row: Row, rows: readonly Row[], edges: readonly Edge[]) => ({
  ...row.attributes,
  id: row.id,
  ...(row.type === groupResourceType && { members: edges.filter(({ group }) => group === row.id).map(renderedMember) }),
  ...(row.type === userResourceType && { groups: groupsOf(row, rows, edges) }),
  meta: {
    resourceType: row.type.name,
    created: new Date(row.createdAt).toISOString(),
    lastModified: new Date(row.modifiedAt).toISOString(),
    location: `${LOCATION_PREFIX}${row.type.endpoint}/${row.id}`,
    version: etagOf(row),
  },
});

const renderedMember = ({ member, type, display }: Edge) => ({
  value: member,
  type,
  $ref: `${LOCATION_PREFIX}/${type}s/${member}`,
  ...(display !== null && { display }),
});

const groupsOf = (user: Row, rows: readonly Row[], edges: readonly Edge[]) => {
  const reached = new Set<string>();
  const pending = [user.id];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const { group, member } of edges) {
      if (member === next && !reached.has(group)) pending.push(group) && reached.add(group);
    }
  }
  return [...reached].map((id) => ({
    value: id,
    $ref: `${LOCATION_PREFIX}/Groups/${id}`,
    display: rows.find((row) => row.id === id)?.attributes['displayName'],
    type: edges.some(({ group, member }) => group === id && member === user.id) ? 'direct' : 'indirect',
  }));
};
