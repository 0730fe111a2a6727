import { StopSequence } from './stop-sequence.js';

describe('the stop sequence', () => {
  it('stops what was started last first, one after another, once', async () => {
    const stopped: string[] = [];
    const stops = new StopSequence();
    for (const name of ['database', 'loop', 'http']) {
      stops.add(name, async () => {
        await Promise.resolve();
        stopped.push(name);
      });
    }
    expect(await Promise.all([stops.run(1_000), stops.run(1_000)])).toEqual([[], []]);
    expect(stopped).toEqual(['http', 'loop', 'database']);
  });

  it('goes on past a step that fails or hangs, and tells which', async () => {
    const stopped: string[] = [];
    const stops = new StopSequence();
    stops.add('database', async () => {
      stopped.push('database');
    });
    stops.add('broken', () => {
      throw new Error('already gone');
    });
    stops.add('hanging', () => new Promise(() => undefined));
    expect(await stops.run(150)).toEqual([
      { step: 'hanging', problem: 'did not stop within 50 ms' },
      { step: 'broken', problem: 'already gone' },
    ]);
    expect(stopped).toEqual(['database']);
  });
});
