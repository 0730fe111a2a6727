import type { Database } from '#persistence';
import { activeGeneration, bindInstallation, createGeneration, migrateReadModel, readModel } from '#read-model';
import { testDatabase } from '#testing';

describe('an installation', () => {
  const binding = {
    journalLogId: 'log-1',
    partitions: 4,
    masterKeyCheck: Buffer.from('check'),
    masterKeyName: '/data/master-key',
  };
  let database: Database;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ database, drop } = await testDatabase());
  });
  afterAll(() => drop());

  it('is bound at its first boot and recognised at every later one, by several at once', async () => {
    const first = await Promise.all([1, 2, 3].map(() => bindInstallation(database, binding)));
    expect([...first, await bindInstallation(database, binding)].flat()).toEqual([]);
    const progress = await readModel(await activeGeneration(database)).progress(database);
    expect(progress.map((row) => [row.partition, row.nextOffset])).toEqual([0, 1, 2, 3].map((n) => [n, 0]));
  });

  it('refuses another log, another number of partitions and another master key, each by its name', async () => {
    const problems = await bindInstallation(database, {
      journalLogId: 'log-2',
      partitions: 24,
      masterKeyCheck: Buffer.from('other'),
      masterKeyName: '/data/master-key',
    });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/log-2.*log-1/);
    expect(problems[1]).toMatch(/24 partitions.*4/);
    expect(problems[2]).toMatch(/^\/data\/master-key is not the key/);
  });

  it('may be migrated again without harm', async () => {
    await migrateReadModel(database);
    expect(await activeGeneration(database)).toBe('rm_1');
  });

  it('takes a further generation beside the one in use', async () => {
    await createGeneration(database, 'rm_2', 4);
    expect(await readModel('rm_2').progress(database)).toHaveLength(4);
    expect(await activeGeneration(database)).toBe('rm_1');
    await expect(createGeneration(database, 'rm_2; drop schema core', 4)).rejects.toThrow('rm_');
  });
});
