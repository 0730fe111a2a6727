import { retryTransient } from './retry-transient.js';

const failure = (code: string) => Object.assign(new Error(code), { code });

function failing(...codes: string[]) {
  let calls = 0;
  const work = async () => {
    const code = codes[calls++];
    if (code !== undefined) throw failure(code);
    return calls;
  };
  return { work, calls: () => calls };
}

describe('retrying', () => {
  it('goes on through failures that pass by themselves', async () => {
    expect(await retryTransient(failing('40001', '40P01', '55P03').work)).toBe(4);
  });

  it.each(['23505', '42P01', 'EACCES', 'DATABASE_CLOSED'])('does not repeat what fails with %s', async (code) => {
    const { work, calls } = failing(code);
    await expect(retryTransient(work)).rejects.toMatchObject({ code });
    expect(calls()).toBe(1);
  });

  it('gives up with the failure at hand when its signal aborts or its attempts are used up', async () => {
    const stop = new AbortController();
    const endless = failing(...Array.from({ length: 99 }, () => 'ECONNREFUSED'));
    const running = retryTransient(endless.work, { signal: stop.signal, onRetry: () => stop.abort() });
    await expect(running).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(endless.calls()).toBe(1);
    await expect(retryTransient(failing('40001', '40001').work, { attempts: 2 })).rejects.toMatchObject({
      code: '40001',
    });
  });
});
