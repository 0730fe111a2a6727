import { ResourceQueue } from './resource-queue.js';

describe('the line of one resource', () => {
  it('lets one change at a time through, in the order they came, and others past it', async () => {
    const queue = new ResourceQueue();
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const now = () => 0;
    const first = queue.run('a', now, async () => {
      await gate.promise;
      order.push('first');
    });
    const second = queue.run('a', now, async () => order.push('second'));
    await queue.run('b', now, async () => order.push('other'));
    gate.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(['other', 'first', 'second']);
  });

  it('goes on after a change that failed', async () => {
    const queue = new ResourceQueue();
    const failing = queue.run(
      'a',
      () => 0,
      async () => Promise.reject(new Error('broken')),
    );
    const next = queue.run(
      'a',
      () => 0,
      async () => 'done',
    );
    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('done');
  });

  it('gives no turn to who has waited too long', async () => {
    const queue = new ResourceQueue();
    let now = 0;
    const gate = Promise.withResolvers<void>();
    const first = queue.run(
      'a',
      () => now,
      () => gate.promise,
    );
    const late = queue.run(
      'a',
      () => now,
      async () => 'done',
    );
    now = 60_000;
    gate.resolve();
    await first;
    await expect(late).resolves.toEqual({ kind: 'no-turn' });
  });

  it('holds back who comes without a turn until it is opened again', async () => {
    const queue = new ResourceQueue();
    const order: string[] = [];
    const open = queue.close('a');
    const passing = queue.open('a').then(() => order.push('passed'));
    await queue.open('b');
    order.push('still closed');
    open();
    await passing;
    await queue.open('a');
    expect(order).toEqual(['still closed', 'passed']);
  });
});
