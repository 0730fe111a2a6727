import { Notifier } from './notifier.js';

/** Has just told `first` where somebody listens. What goes to the server, statement by statement: payloads without sender. */
const justSent = async () => {
  const statements: string[][] = [];
  const notifier = new Notifier({
    query: async (_, values) => {
      const [, payloads] = values as readonly [unknown, readonly string[]];
      statements.push(payloads.map((payload) => payload.slice(payload.indexOf(' ') + 1)));
      return [];
    },
  });
  notifier.join('news', () => undefined);
  await notifier.notify('news', 'first');
  return { notifier, statements };
};

describe('the notifier', () => {
  it('gathers what is heard here already, so that under load few statements go out', async () => {
    const { notifier, statements } = await justSent();
    const begin = performance.now();
    const second = notifier.notify('news', 'second');
    await new Promise(setImmediate);
    await Promise.all([second, notifier.notify('news', 'third')]);
    expect(statements).toEqual([['first'], ['second', 'third']]);
    expect(performance.now() - begin).toBeGreaterThan(20);
  });

  it('does not let those wait who are the only ones to hear it', async () => {
    const { notifier, statements } = await justSent();
    const gathered = notifier.notify('news', 'second');
    const begin = performance.now();
    await Promise.all([gathered, notifier.notify('elsewhere', 'third')]);
    expect(statements).toEqual([['first'], ['second', 'third']]);
    expect(performance.now() - begin).toBeLessThan(20);
  });

  it('sends what it gathered when it is closed', async () => {
    const { notifier, statements } = await justSent();
    const gathered = notifier.notify('news', 'last');
    await notifier.close();
    expect(statements).toEqual([['first'], ['last']]);
    await gathered;
  });
});
