import { createLogger } from './logger.js';
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

  it('logs what it left undone', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const stops = new StopSequence();
    stops.add('broken', () => {
      throw new Error('already gone');
    });
    await stops.runLogged(150, createLogger({ app: 'test', level: 'error', destination }));
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'error', msg: 'stop_incomplete', step: 'broken', problem: 'already gone' }),
    ]);
  });
});
