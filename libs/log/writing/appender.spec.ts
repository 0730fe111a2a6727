import { eventually } from '#testing';
import { LogError, type LogRecord } from '../port.js';
import { aRecord, numbered, text } from '../reading.contract.js';
import { Appender } from './appender.js';

/** Answers each send when told to. */
function controlledSender() {
  const sends: { readonly texts: string[]; readonly answer: (failure?: LogError) => void }[] = [];
  const send = (records: readonly LogRecord[]) =>
    new Promise<void>((resolve, reject) => {
      const answer = (failure?: LogError) => (failure ? reject(failure) : resolve());
      sends.push({ texts: records.map(text), answer });
    });
  return { sends, send, close: async () => undefined };
}

const sent = (sender: ReturnType<typeof controlledSender>, count: number) =>
  eventually(() => expect(sender.sends).toHaveLength(count));

describe('The appender', () => {
  it('sends appends of one turn of the event loop together', async () => {
    const sender = controlledSender();
    const appender = new Appender(sender);
    const appends = Promise.all(['a', 'b', 'c'].map((value) => appender.append([aRecord(value)])));
    await sent(sender, 1);
    expect(sender.sends[0]!.texts).toEqual(['a', 'b', 'c']);
    sender.sends[0]!.answer();
    await appends;
  });

  it('has at most four sends on their way; what comes meanwhile goes together once one is answered', async () => {
    const sender = controlledSender();
    const appender = new Appender(sender);
    const appends: Promise<void>[] = [];
    for (let i = 1; i <= 4; i++) {
      appends.push(appender.append([aRecord(`${i}`)]));
      await sent(sender, i);
    }
    for (const value of ['5', '6', '7']) appends.push(appender.append([aRecord(value)]));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sender.sends).toHaveLength(4);
    sender.sends[1]!.answer();
    await sent(sender, 5);
    expect(sender.sends[4]!.texts).toEqual(['5', '6', '7']);
    for (const send of sender.sends) send.answer();
    await Promise.all(appends);
  });

  it('sends the parts of a long call one after the other', async () => {
    const sender = controlledSender();
    const long = new Appender(sender).append(numbered(700));
    await sent(sender, 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(sender.sends.map(({ texts }) => texts.length)).toEqual([500]);
    sender.sends[0]!.answer();
    await sent(sender, 2);
    sender.sends[1]!.answer();
    await long;
  });

  it('tells every call of a failed send, each as certain as the send was', async () => {
    const sender = controlledSender();
    const appender = new Appender(sender);
    const appends = Promise.allSettled(['a', 'b'].map((value) => appender.append([aRecord(value)])));
    await sent(sender, 1);
    sender.sends[0]!.answer(new LogError('LOG_UNAVAILABLE', 'down', false));
    for (const outcome of await appends) {
      expect(outcome).toMatchObject({ reason: { code: 'LOG_UNAVAILABLE', definite: false } });
    }
  });

  it('closes once everything is answered', async () => {
    const sender = controlledSender();
    const appender = new Appender(sender);
    const events: string[] = [];
    const append = appender.append([aRecord('a')]).then(() => events.push('appended'));
    const closed = appender.close().then(() => events.push('closed'));
    await sent(sender, 1);
    expect(events).toEqual([]);
    sender.sends[0]!.answer();
    await Promise.all([append, closed]);
    expect(events).toEqual(['appended', 'closed']);
  });
});
