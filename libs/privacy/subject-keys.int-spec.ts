import { Secret } from '#runtime';
import { testDatabase } from '#testing';
import { masterKeyFrom } from './master-key.js';
import { SubjectKeys } from './subject-keys.js';

const master = masterKeyFrom(new Secret('1'.repeat(64)));
let db: Awaited<ReturnType<typeof testDatabase>>;
const opened: SubjectKeys[] = [];

const open = (options: { master?: typeof master } = {}): SubjectKeys => {
  const keys = new SubjectKeys({ database: db.database, master, poolSize: 16, ...options });
  opened.push(keys);
  return keys;
};

beforeAll(async () => {
  db = await testDatabase();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((keys) => keys.close()));
});
afterAll(async () => {
  await db.drop();
});

describe('subject keys in PostgreSQL', () => {
  it('stores a key before its subject exists, so that another process can read it', async () => {
    const { subjectId, key } = await open().take();
    expect(await open().keysOf([subjectId])).toEqual(new Map([[subjectId, key]]));
  });

  it('stores no key in the clear', async () => {
    const { subjectId, key } = await open().take();
    const rows = await db.database.query<{ wrapped: Buffer }>(
      'select wrapped from core.subject_key where subject_id = $1',
      [subjectId],
    );
    expect(rows[0]?.wrapped.includes(key)).toBe(false);
  });

  it('does not open a key with another master key', async () => {
    const { subjectId } = await open().take();
    const other = open({ master: masterKeyFrom(new Secret('2'.repeat(64))) });
    expect(await other.keysOf([subjectId])).toEqual(new Map());
  });

  it('leaves out a key whose row is damaged, and gives the others', async () => {
    const [whole, damaged] = [await open().take(), await open().take()];
    await db.database.query(
      "update core.subject_key set wrapped = '\\x00'::bytea || substring(wrapped from 2) where subject_id = $1",
      [damaged.subjectId],
    );
    const found = await open().keysOf([whole.subjectId, damaged.subjectId]);
    expect(found).toEqual(new Map([[whole.subjectId, whole.key]]));
  });

  it('answers many ids at once and leaves out those that have no row', async () => {
    const keys = open();
    const taken = await Promise.all(Array.from({ length: 40 }, () => keys.take()));
    const unknown = '00000000-0000-7000-8000-000000000001';
    const found = await open().keysOf([...taken.map(({ subjectId }) => subjectId), unknown]);
    expect(found).toEqual(new Map(taken.map(({ subjectId, key }) => [subjectId, key])));
  });

  it('erases for ever, for itself at once and for other processes too', async () => {
    const keys = open();
    const { subjectId } = await keys.take();
    await keys.erase(subjectId);
    await keys.erase(subjectId);
    expect((await keys.keysOf([subjectId])).get(subjectId)).toBe('erased');
    expect((await open().keysOf([subjectId])).get(subjectId)).toBe('erased');
    const rows = await db.database.query('select wrapped from core.subject_key where subject_id = $1', [subjectId]);
    expect(rows).toEqual([{ wrapped: null }]);
  });

  it('leaves a tombstone for a subject that never had a key', async () => {
    const subjectId = '00000000-0000-7000-8000-000000000002';
    await open().erase(subjectId);
    expect((await open().keysOf([subjectId])).get(subjectId)).toBe('erased');
  });
});
