import fc from 'fast-check';
import type { Outcome } from '../drivers/driver.js';
import { contentHash } from '../drivers/scim2/canonical.js';
import { mapUser } from '../drivers/scim2/map-user.js';
import type { Link, Phase, Want } from './link.js';
import { planStep, type Step } from './plan-step.js';
import { settle, settleNothing } from './settlement.js';

const mapping = {
  toAccount: ({ objectId, doc }: Link, active: boolean) => mapUser(objectId, doc, active),
  hash: contentHash,
  settleDelayMs: 1_000,
};
const rules = { settleDelayMs: 1_000, backoffBaseMs: 1_000, random: () => 1 };
const day = 86_400_000;

const aLink = (more: Partial<Link> = {}): Link => ({
  kind: 'User',
  objectId: 'object-1',
  rev: 7,
  want: 'active',
  phase: 'creating',
  remoteId: undefined,
  applied: undefined,
  appliedHash: undefined,
  attempts: 0,
  failingForMs: 0,
  uncertainForMs: 0,
  prio: 5,
  eventId: undefined,
  requestId: 'request-1',
  occurredAt: new Date(0),
  doc: { userName: 'ada', active: true },
  memberships: [],
  hasMoreMemberships: false,
  ...more,
});
const taskOf = (link: Link): Step & { kind: 'task' } => {
  const step = planStep(link, mapping);
  if (step.kind !== 'task') throw new Error('There is nothing to do for this link.');
  return step;
};
const settled = (link: Link, outcome: Outcome) => settle(link, taskOf(link), outcome, rules);
const account = mapUser('object-1', { userName: 'ada' }, true);
const linked = { phase: 'linked', remoteId: 'remote-1', applied: account, appliedHash: contentHash(account) } as const;
const silence = (certain: boolean): Outcome => ({ is: 'failed', status: undefined, code: 'TIMEOUT', certain });

describe('the next step', () => {
  it('is to look and create for what is wanted and not there', () => {
    expect(taskOf(aLink()).task).toMatchObject({ kind: 'create', keys: { externalId: 'object-1', name: 'ada' } });
  });

  it('is only to look as long as a lost POST may still be worked on', () => {
    expect(taskOf(aLink({ phase: 'uncertain', uncertainForMs: 999 })).task.kind).toBe('find');
    expect(taskOf(aLink({ phase: 'uncertain', uncertainForMs: 1_000 })).task.kind).toBe('create');
  });

  it('is to look for the account of an object that is no longer wanted when one may have been made', () => {
    expect(taskOf(aLink({ phase: 'uncertain', want: 'absent', doc: {} })).task.kind).toBe('find');
  });

  it('is nothing for what was never there, is equal, or is to be left', () => {
    expect(planStep(aLink({ phase: 'new', want: 'absent' }), mapping)).toMatchObject({ reason: 'never_there' });
    expect(planStep(aLink({ ...linked, doc: { userName: 'ada' } }), mapping)).toMatchObject({ reason: 'equal' });
    expect(planStep(aLink({ ...linked, want: 'leave' }), mapping)).toMatchObject({ reason: 'left' });
  });

  it('makes nothing when the intent was not committed, because it is wanted only since the claim', () => {
    const link = aLink({ phase: 'new' });
    const step = planStep(link, mapping);
    expect(step).toEqual({ kind: 'nothing', reason: 'changed_since' });
    expect(settleNothing(link, step as Step & { kind: 'nothing' })).toMatchObject({ isApplied: false, phase: 'new' });
  });

  it('deactivates with what the account last had when the object’s attributes are gone', () => {
    const step = taskOf(aLink({ ...linked, want: 'inactive', doc: {} }));
    expect(step.task).toMatchObject({ kind: 'update', body: { ...account, active: false } });
  });
});

describe('what becomes of a link', () => {
  it('is uncertain after a POST without an answer, and new after one that was certainly refused', () => {
    expect(settled(aLink(), silence(false))).toMatchObject({
      phase: 'uncertain',
      uncertainty: 'start',
      isApplied: false,
    });
    expect(settled(aLink(), silence(true))).toMatchObject({ phase: 'new', uncertainty: 'keep' });
    expect(settled(aLink({ phase: 'uncertain', uncertainForMs: 5_000 }), silence(true))).toMatchObject({
      phase: 'uncertain',
    });
  });

  it('is linked and dirty after adoption, so that the next step writes', () => {
    const outcome: Outcome = {
      is: 'adopted',
      remote: { id: 'r', etag: undefined },
      isEqual: false,
      applied: undefined,
    };
    expect(settled(aLink(), outcome)).toMatchObject({ phase: 'linked', remoteId: 'r', isApplied: false, delayMs: 0 });
  });

  it('waits for the settle delay when nothing was found too early', () => {
    const link = aLink({ phase: 'uncertain', uncertainForMs: 400 });
    expect(settled(link, { is: 'absent' })).toMatchObject({ phase: 'uncertain', isApplied: false, delayMs: 600 });
  });

  it('is to be made again when a wanted account vanished, and gone when an unwanted one did', () => {
    const vanished: Outcome = { is: 'vanished', status: 404 };
    const changed = { ...linked, appliedHash: 'old' };
    expect(settled(aLink(changed), vanished)).toMatchObject({
      phase: 'new',
      remoteId: undefined,
      isRecreated: true,
      isApplied: false,
    });
    expect(settled(aLink({ ...changed, want: 'inactive' }), vanished)).toMatchObject({
      phase: 'gone',
      isApplied: true,
    });
  });

  it('counts no attempt for throttling, a locked door or a stop', () => {
    const outcomes: readonly Outcome[] = [
      { is: 'throttled', status: 429, waitMs: 1_000 },
      { is: 'unauthorised', status: 401 },
      { is: 'misconfigured', status: 302, code: 'redirected' },
      { is: 'not_sent' },
    ];
    for (const outcome of outcomes) {
      expect(settled(aLink({ attempts: 3 }), outcome)).toMatchObject({
        attempts: 3,
        phase: 'new',
        delayMs: 0,
        halted: undefined,
      });
    }
  });

  it('is parked after twelve attempts and a day, not before', () => {
    expect(settled(aLink({ attempts: 11, failingForMs: day }), silence(true))).toMatchObject({ halted: 'parked' });
    expect(settled(aLink({ attempts: 50, failingForMs: day - 1 }), silence(true)).halted).toBeUndefined();
    expect(settled(aLink({ attempts: 10, failingForMs: 2 * day }), silence(true)).halted).toBeUndefined();
  });

  it('doubles the wait with each failure, up to 15 minutes', () => {
    const waits = [0, 1, 2, 30].map((attempts) => settled(aLink({ attempts }), silence(true)).delayMs);
    expect(waits).toEqual([1_000, 2_000, 4_000, 900_000]);
  });

  it('is a conflict when a name is taken three times over by an account that is not found', () => {
    const taken: Outcome = { is: 'conflict', status: 409, code: 'uniqueness' };
    expect(settled(aLink({ attempts: 1 }), taken).halted).toBeUndefined();
    expect(settled(aLink({ attempts: 2 }), taken)).toMatchObject({ halted: 'conflict', phase: 'new' });
  });

  it('keeps nothing of a person who was deleted and left', () => {
    const link = aLink({ ...linked, want: 'leave', doc: {} });
    expect(settleNothing(link, { kind: 'nothing', reason: 'left' })).toMatchObject({
      applied: undefined,
      isApplied: true,
    });
  });
});

/*
 * A product that may do the work and lose the answer, and an owner that may die at any point: whatever happens, there is
 * at most one account, and as soon as things go well for a while it is as wanted.
 */
describe('a link under arbitrary faults', () => {
  type Event = 'ok' | 'lost' | 'refused' | 'crash_before' | 'crash_after' | 'deactivate' | 'activate' | 'delete';
  const faults: readonly Event[] = ['ok', 'lost', 'refused', 'crash_before', 'crash_after', 'deactivate', 'activate'];

  const run = (events: readonly Event[]) => {
    const accounts = new Map<string, boolean>();
    let made = 0;
    let link = aLink({ phase: 'new' });
    let isApplied = false;
    const perform = (step: Step & { kind: 'task' }): Outcome => {
      const [id] = accounts.keys();
      const { task } = step;
      if (task.kind === 'find' || task.kind === 'create') {
        if (id !== undefined)
          return { is: 'adopted', remote: { id, etag: undefined }, isEqual: false, applied: undefined };
        if (task.kind === 'find') return { is: 'absent' };
        made += 1;
        accounts.set(`r${made}`, true);
        return { is: 'done', remote: { id: `r${made}`, etag: undefined }, applied: task.body };
      }
      if (!accounts.has(task.remoteId))
        return task.kind === 'delete' ? { is: 'absent' } : { is: 'vanished', status: 404 };
      if (task.kind === 'delete') {
        accounts.delete(task.remoteId);
        return { is: 'absent' };
      }
      if (task.kind === 'members') throw new Error('Users have no members.');
      accounts.set(task.remoteId, task.body['active'] === true);
      return { is: 'done', remote: { id: task.remoteId, etag: undefined }, applied: task.body };
    };
    const want = (wanted: Want): void => {
      link = { ...link, want: wanted, doc: wanted === 'absent' ? {} : link.doc };
      isApplied = false;
    };
    for (const event of [...events, 'ok', 'ok', 'ok', 'ok'] as const) {
      if (event === 'deactivate' || event === 'activate') {
        want(event === 'activate' ? 'active' : 'inactive');
        continue;
      }
      if (event === 'delete') {
        want('absent');
        continue;
      }
      if (isApplied) continue;
      const claim = { ...link, phase: claimed(link), uncertainForMs: 60_000 };
      link = { ...claim, appliedHash: undefined };
      if (event === 'crash_before') continue;
      const step = planStep(claim, mapping);
      const done = step.kind === 'task' && event !== 'refused' ? perform(step) : undefined;
      if (event === 'crash_after') continue;
      const outcome = event === 'lost' ? silence(false) : (done ?? silence(true));
      const after = step.kind === 'task' ? settle(claim, step, outcome, rules) : settleNothing(claim, step);
      isApplied = after.isApplied;
      const { phase, remoteId, applied, appliedHash } = after;
      link = { ...link, phase, remoteId, applied, appliedHash };
    }
    return { accounts: [...accounts.values()], made, link, isApplied };
  };
  /** As the claim statement does it. */
  const claimed = ({ remoteId, phase, want }: Link): Phase => {
    if (remoteId !== undefined) return phase;
    if (phase === 'creating' || phase === 'uncertain') return 'uncertain';
    return want === 'active' ? 'creating' : phase;
  };

  it('never makes a second account, and ends as wanted', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...faults), { maxLength: 30 }), (events) => {
        const { accounts, made, link, isApplied } = run(events);
        expect(made).toBeLessThanOrEqual(1);
        expect(isApplied).toBe(true);
        if (link.want === 'active') expect(accounts).toEqual([true]);
        else expect(accounts).not.toContain(true);
      }),
      { numRuns: 500, verbose: true },
    );
  });

  it('leaves no account behind when its object is deleted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...faults), { maxLength: 20 }),
        fc.array(fc.constantFrom<Event>('ok', 'lost', 'refused', 'crash_before', 'crash_after'), { maxLength: 20 }),
        (before, after) => {
          expect(run([...before, 'delete', ...after]).accounts).toEqual([]);
        },
      ),
      { numRuns: 500, verbose: true },
    );
  });
});
