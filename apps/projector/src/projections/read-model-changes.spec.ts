import fc from 'fast-check';
import type { Delta, MemberRow, ResourceRow } from './delta.js';
import { foldDelta, noChanges, type ReadModelChanges } from './read-model-changes.js';

const directory_id = 'd';
const key = (id: string) => ({ directory_id, type: 'Group', id });

const put = (id: string, version: number): Delta => ({
  kind: 'put-resource',
  row: {
    ...key(id),
    version,
    created_at: version,
    modified_at: version,
    manager_id: null,
    doc: { version },
  } as unknown as ResourceRow,
});
const touch = (id: string, version: number): Delta => ({
  kind: 'touch-resource',
  row: { ...key(id), version, modified_at: version },
});
const remove = (id: string): Delta => ({ kind: 'delete-resource', row: { ...key(id), deleted_at: 0 } });
const member = (member_id: string, display: string | null): MemberRow => ({
  directory_id,
  group_id: 'g',
  member_id,
  member_type: 'User',
  display,
});
const add = (id: string, display: string | null): Delta => ({ kind: 'add-members', rows: [member(id, display)] });
const drop = (id: string): Delta => ({ kind: 'remove-members', rows: [member(id, null)] });

type Tables = {
  resources: Map<string, { version: number; created: number; doc: unknown }>;
  members: Map<string, string | null>;
};

/** What the write statements do, in their order. */
const write = (tables: Tables, changes: ReadModelChanges): void => {
  for (const row of changes.puts.values()) {
    const created = tables.resources.get(row.id)?.created ?? row.created_at;
    tables.resources.set(row.id, { version: row.version, created, doc: row.doc });
  }
  for (const row of changes.touches.values()) {
    const before = tables.resources.get(row.id);
    if (before) tables.resources.set(row.id, { ...before, version: row.version });
  }
  for (const row of changes.removedMembers.values()) tables.members.delete(row.member_id);
  for (const row of changes.addedMembers.values()) {
    tables.members.set(row.member_id, row.display ?? tables.members.get(row.member_id) ?? null);
  }
  for (const row of changes.deletes.values()) tables.resources.delete(row.id);
};

const inBatches = (deltas: readonly Delta[], size: number): Tables => {
  const tables: Tables = { resources: new Map(), members: new Map() };
  for (let from = 0; from < deltas.length; from += size) {
    const changes = noChanges();
    for (const delta of deltas.slice(from, from + size)) foldDelta(changes, delta);
    write(tables, changes);
  }
  return tables;
};

const membership = fc.oneof(
  fc
    .record({ id: fc.constantFrom('m', 'n'), display: fc.constantFrom('x', 'y', null) })
    .map(({ id, display }) => add(id, display)),
  fc.constantFrom('m', 'n').map(drop),
);
/** As the journal gives them: a resource is put first, and nothing follows its deletion. */
const lives = fc
  .array(fc.record({ touches: fc.array(fc.boolean(), { maxLength: 4 }), isDeleted: fc.boolean() }), { maxLength: 4 })
  .map((all) =>
    all.flatMap(({ touches, isDeleted }, n) => [
      put(`r${n}`, 1),
      ...touches.map((isTouch, step) => (isTouch ? touch : put)(`r${n}`, step + 2)),
      ...(isDeleted ? [remove(`r${n}`)] : []),
    ]),
  );

describe('deltas folded into one write', () => {
  it('come to the same whatever the batches are', () => {
    fc.assert(
      fc.property(
        lives,
        fc.array(membership, { maxLength: 12 }),
        fc.integer({ min: 2, max: 40 }),
        (life, members, size) => {
          const deltas = [...life, ...members];
          expect(inBatches(deltas, size)).toEqual(inBatches(deltas, 1));
        },
      ),
    );
  });

  it('keep the time of creation and take version and document of the last', () => {
    const changes = noChanges();
    for (const delta of [put('g', 1), put('g', 2), touch('g', 3)]) foldDelta(changes, delta);
    expect([...changes.puts.values()]).toEqual([
      { ...key('g'), version: 3, created_at: 1, modified_at: 3, manager_id: null, doc: { version: 2 } },
    ]);
    expect(changes.touches.size).toBe(0);
  });

  it('write nothing but a deletion for what came and went', () => {
    const changes = noChanges();
    for (const delta of [put('g', 1), touch('g', 2), remove('g')]) foldDelta(changes, delta);
    expect([changes.puts.size, changes.touches.size, changes.deletes.size]).toEqual([0, 0, 1]);
  });
});
