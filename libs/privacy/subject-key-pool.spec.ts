import { type SubjectKey, SubjectKeyPool } from './subject-key-pool.js';

const limits = { size: 8, maxWaiting: 3, takeDeadlineMs: 40 };
const never = (): Promise<readonly SubjectKey[]> => new Promise(() => undefined);
const keys = (count: number, from = 0): readonly SubjectKey[] =>
  Array.from({ length: count }, (_, n) => ({ subjectId: `s${from + n}`, key: Buffer.alloc(32) }));

const counting = (): { make: (count: number) => Promise<readonly SubjectKey[]>; made: number[] } => {
  const made: number[] = [];
  const make = async (count: number): Promise<readonly SubjectKey[]> => {
    const from = made.reduce((sum, n) => sum + n, 0);
    made.push(count);
    return keys(count, from);
  };
  return { make, made };
};

describe('the pool of subject keys', () => {
  it('makes keys ahead and again only once half of them are gone', async () => {
    const { make, made } = counting();
    const pool = new SubjectKeyPool(make, limits, () => undefined);
    await pool.fill();
    for (let n = 0; n < 3; n += 1) await pool.take();
    const before = made.length;
    await pool.take();
    await pool.take();
    expect(made.length).toBe(before + 1);
    expect(pool.ready).toBeLessThanOrEqual(limits.size);
    await pool.close();
  });

  it('gives no key twice, however many take at the same time', async () => {
    const { make } = counting();
    const pool = new SubjectKeyPool(make, { ...limits, maxWaiting: 1_000 }, () => undefined);
    const taken = await Promise.all(Array.from({ length: 300 }, () => pool.take()));
    expect(new Set(taken.map(({ subjectId }) => subjectId)).size).toBe(300);
    await pool.close();
  });

  it('refuses a caller at its deadline when no keys come', async () => {
    const pool = new SubjectKeyPool(never, limits, () => undefined);
    await expect(pool.take()).rejects.toMatchObject({ code: 'SUBJECT_KEYS_UNAVAILABLE' });
  });

  it('refuses at once when too many wait already', async () => {
    const pool = new SubjectKeyPool(never, { ...limits, takeDeadlineMs: 60_000 }, () => undefined);
    const waiting = [pool.take(), pool.take(), pool.take()].map((taken) => taken.catch((error: unknown) => error));
    await expect(pool.take()).rejects.toMatchObject({ code: 'SUBJECT_KEYS_UNAVAILABLE' });
    const closing = pool.close();
    for (const refused of await Promise.all(waiting)) expect(refused).toMatchObject({ code: 'SUBJECT_KEYS_CLOSED' });
    void closing;
  });

  it('reports a failed refill, tries again, and then serves who waited', async () => {
    const failures: unknown[] = [];
    let attempts = 0;
    const flaky = async (count: number): Promise<readonly SubjectKey[]> => {
      attempts += 1;
      if (attempts === 1) throw new Error('down');
      return keys(count);
    };
    const pool = new SubjectKeyPool(flaky, { ...limits, takeDeadlineMs: 5_000 }, (error) => failures.push(error));
    await expect(pool.take()).resolves.toMatchObject({ subjectId: 's0' });
    expect(failures).toHaveLength(1);
    await pool.close();
  });

  it('refuses everybody once closed', async () => {
    const { make } = counting();
    const pool = new SubjectKeyPool(make, limits, () => undefined);
    await pool.close();
    await expect(pool.take()).rejects.toMatchObject({ code: 'SUBJECT_KEYS_CLOSED' });
  });
});
