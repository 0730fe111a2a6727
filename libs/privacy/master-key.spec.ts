import { inspect } from 'node:util';
import { Secret } from '#runtime';
import { masterKeyCheck, masterKeyFrom } from './master-key.js';

const bytes = Buffer.from(Array.from({ length: 32 }, (_, n) => n + 200));
const keyOf = (text: string) => masterKeyFrom(new Secret(text));

describe('the master key', () => {
  it('reads the same 32 bytes from hex, base64 and base64url', () => {
    const checks = (['hex', 'base64', 'base64url'] as const).map((form) =>
      masterKeyCheck(keyOf(bytes.toString(form))).toString('hex'),
    );
    expect(new Set(checks).size).toBe(1);
  });

  it.each(['', 'short', 'f'.repeat(63), 'g'.repeat(64), Buffer.alloc(31).toString('base64')])(
    'refuses "%s"',
    (text) => {
      expect(() => keyOf(text)).toThrow(expect.objectContaining({ code: 'MASTER_KEY_MALFORMED' }));
    },
  );

  it('derives another key for each purpose, none of them the master key', () => {
    const master = keyOf(bytes.toString('hex'));
    const keys = (['subject-key', 'claim', 'secret', 'token', 'check'] as const).map((p) =>
      master.keyFor(p).export().toString('hex'),
    );
    expect(new Set([...keys, bytes.toString('hex')]).size).toBe(6);
  });

  it('does not show its bytes when printed', () => {
    const master = keyOf(bytes.toString('hex'));
    const printed = `${inspect(master, { depth: 9, showHidden: true })}${JSON.stringify({ master })}`;
    expect(printed).not.toContain(master.keyFor('claim').export().toString('hex').slice(0, 8));
    expect(printed).toContain('[master key]');
  });

  it('has a check value that tells two master keys apart', () => {
    const other = keyOf('0'.repeat(64));
    expect(masterKeyCheck(other)).not.toEqual(masterKeyCheck(keyOf(bytes.toString('hex'))));
  });
});
