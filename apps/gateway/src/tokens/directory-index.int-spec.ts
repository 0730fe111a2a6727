import { randomUUID } from 'node:crypto';
import type { Database } from '#persistence';
import { testDatabase } from '#testing';
import { DirectoryIndex } from './directory-index.js';

describe('the directories in memory', () => {
  let database: Database;
  let drop: () => Promise<void>;
  const generation = { schema: 'rm_1' };

  beforeAll(async () => {
    ({ database, drop } = await testDatabase());
  });
  afterAll(() => drop());
  beforeEach(async () => {
    await database.query('delete from rm_1.directory');
  });

  const put = async (id: string, name: string, version: number, modifiedAt: number): Promise<string> => {
    await database.query(
      `insert into rm_1.directory (id, name, provider, state, version, created_at, modified_at)
       values ($1, $2, 'generic', 'enabled', $3, 0, $4)
           on conflict (id) do update set name = excluded.name, version = excluded.version, modified_at = excluded.modified_at`,
      [id, name, version, modifiedAt],
    );
    return id;
  };
  const issue = (directoryId: string, digest: string): Promise<unknown> =>
    database.query(
      `insert into rm_1.directory_token (token_id, directory_id, digest, label, issued_at) values ($1, $2, $3, 't', 0)`,
      [randomUUID(), directoryId, digest],
    );
  const names = (index: DirectoryIndex): readonly string[] => [...index.all()].map(({ name }) => name).sort();

  it('follow every change, whatever its time', async () => {
    const index = new DirectoryIndex(database, generation);
    const early = await put(randomUUID(), 'early', 1, 1_000);
    await put(randomUUID(), 'late', 1, 9_000);
    await index.refresh();
    expect(names(index)).toEqual(['early', 'late']);

    await put(early, 'renamed in its old time', 2, 2_000);
    await put(randomUUID(), 'made in an old time', 1, 3_000);
    await index.refresh();
    expect(names(index)).toEqual(['late', 'made in an old time', 'renamed in its old time']);
  });

  it('forget a revoked token with the next refresh', async () => {
    const index = new DirectoryIndex(database, generation);
    const id = await put(randomUUID(), 'acme', 1, 1_000);
    await issue(id, 'digest');
    await index.refresh();
    expect(index.token('digest')).toMatchObject({ directoryId: id });
    await database.query('update rm_1.directory_token set revoked_at = 2000');
    await put(id, 'acme', 2, 2_000);
    await index.refresh();
    expect(index.token('digest')).toBeUndefined();
  });

  it('are those of the database again after it was restored from an older backup', async () => {
    const index = new DirectoryIndex(database, generation);
    const kept = await put(randomUUID(), 'kept', 3, 3_000);
    const lost = await put(randomUUID(), 'lost', 1, 4_000);
    await issue(lost, 'of the lost one');
    await index.refresh();
    await database.query('delete from rm_1.directory where id = $1', [lost]);
    await put(kept, 'as it was', 2, 2_000);
    await index.refresh();
    expect(names(index)).toEqual(['as it was']);
    expect(index.token('of the lost one')).toBeUndefined();
    await put(kept, 'kept', 3, 3_000);
    await index.refresh();
    expect(names(index)).toEqual(['kept']);
  });
});
