import { HeavyQueries } from './heavy-queries.js';

const asker = (id: string) => ({ id, limits: { heavyQueries: 100 } });

const held = () => {
  const gate = Promise.withResolvers<void>();
  return { work: () => gate.promise.then(() => 'done'), end: gate.resolve };
};

describe('queries that no index serves', () => {
  it('run one for each directory and two at once, the rest in line', async () => {
    const heavy = new HeavyQueries(0);
    const started: string[] = [];
    const gates = [held(), held(), held(), held()];
    const answers = ['a', 'a', 'b', 'c'].map((directory, at) =>
      heavy.run(asker(directory), () => {
        started.push(`${directory}${at}`);
        return gates[at]!.work();
      }),
    );
    await new Promise(setImmediate);
    expect(started).toEqual(['a0', 'b2']);
    gates[0]!.end();
    await answers[0];
    await new Promise(setImmediate);
    expect(started).toEqual(['a0', 'b2', 'a1']);
    for (const gate of gates) gate.end();
    await expect(Promise.all(answers)).resolves.toEqual(['done', 'done', 'done', 'done']);
    expect(started).toHaveLength(4);
  });

  it('are refused when as many of the directory wait as may, and of another are not', async () => {
    const heavy = new HeavyQueries(0);
    const gate = held();
    const answers = Array.from({ length: 102 }, () => heavy.run(asker('a'), gate.work));
    await expect(answers[101]).resolves.toBeUndefined();
    await expect(heavy.run(asker('b'), async () => 'done')).resolves.toBe('done');
    gate.end();
    expect((await Promise.all(answers)).filter((answer) => answer === 'done')).toHaveLength(101);
  });

  it('leave their place empty for as many times as long as they took', async () => {
    const heavy = new HeavyQueries(2);
    const slow = () => new Promise<number>((done) => setTimeout(() => done(performance.now()), 30));
    const first = await heavy.run(asker('a'), slow);
    const second = await heavy.run(asker('a'), async () => performance.now());
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(50);
  });

  it('do not block the line when one fails', async () => {
    const heavy = new HeavyQueries(0);
    await expect(heavy.run(asker('a'), async () => Promise.reject(new Error('cancelled')))).rejects.toThrow(
      'cancelled',
    );
    await expect(heavy.run(asker('a'), async () => 'done')).resolves.toBe('done');
  });
});
