import type { Announcement } from '#journal';
import type { Queryable } from '#persistence';
import { createLogger, fakeClock } from '#runtime';
import { PartitionProgress } from './partition-progress.js';
import { VerdictBoard } from './verdict-board.js';

describe('a commit of the projector that brings its verdicts', () => {
  const partition = 1;
  const asked: unknown[] = [];
  const database: Queryable = {
    query: async (_, values) => {
      asked.push(values);
      return [];
    },
  };
  const progress = new PartitionProgress(4);
  const board = new VerdictBoard({
    database,
    generation: { schema: 'rm_1' },
    progress,
    advance: async () => undefined,
    clock: fakeClock(0),
    logger: createLogger({ app: 'test', level: 'silent' }),
  });
  const announced = (changes: Partial<Announcement> = {}): Announcement => ({
    generation: 'rm_1',
    partition,
    nextOffset: 8,
    effectiveTime: 70,
    verdicts: [
      { commandId: 'a', offset: 6, effectiveTime: 60, verdict: { is: 'accepted', version: 3 } },
      { commandId: 'b', offset: 7, effectiveTime: 70, verdict: { is: 'void', reason: 'uniqueness', scope: 's' } },
    ],
    ...changes,
  });
  const deadline = { notAfter: 10_000, deadlineMs: 10_000 };
  const waitFor = (commandId: string) => board.wait(commandId, partition, deadline);

  beforeEach(() => {
    asked.length = 0;
  });

  it('settles whoever waits for one of them, without asking the database', async () => {
    const [a, b] = [waitFor('a'), waitFor('b')];
    board.heard(announced());
    expect(await a.settled).toEqual({ kind: 'accepted', version: 3, effectiveTime: 60, partition, offset: 6 });
    expect(await b.settled).toEqual({ kind: 'void', reason: 'uniqueness', scope: 's' });
    expect(board.waiting).toBe(0);
    expect(asked).toEqual([]);
    expect(progress.effectiveTime(partition)).toBe(70);
  });

  it('leaves the others waiting, and says nothing when it is of another generation', () => {
    const [a, c] = [waitFor('a'), waitFor('c')];
    board.heard(announced({ generation: 'rm_2' }));
    expect(board.waiting).toBe(2);
    board.heard(announced());
    expect(board.waiting).toBe(1);
    for (const wait of [a, c]) wait.settle({ kind: 'unknown' });
  });

  it('is looked up when its verdicts did not fit', () => {
    const a = waitFor('a');
    const { verdicts: _, ...bare } = announced();
    board.heard(bare);
    expect(asked).toEqual([[['a'], [partition]]]);
    a.settle({ kind: 'unknown' });
  });
});
