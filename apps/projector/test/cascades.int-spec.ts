import fc from 'fast-check';
import type { Proposal } from '#journal';
import { createGeneration } from '#read-model';
import { Proposer } from './proposals.js';
import { openStage, PARTITIONS, START_MS, type Stage } from './stage.js';
import { tablesOf } from './tables.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const seed = Math.floor(Math.random() * 2 ** 31);

const managedBy = (id: string) => ({ [ENTERPRISE]: { manager: { value: id } } });

describe('what a deletion does to others', () => {
  let stage: Stage;
  let proposer: Proposer;

  beforeEach(async () => {
    stage = await openStage();
    proposer = new Proposer(stage);
  });
  afterEach(() => stage.end());

  const find = async (id: string, type = 'User') => {
    const found = await stage.reads.resource(stage.database, { directoryId: proposer.directoryId, type, id });
    if (found === undefined || found === 'parked') throw new Error(`No ${type} ${id}`);
    return { version: found.version, cascades: found.cascades, modifiedAt: found.modifiedAt - START_MS };
  };
  const append = async (...proposals: readonly Proposal[]) => {
    await stage.append(...proposals);
    await stage.judged();
  };

  it('is counted in each group that lost members, by member, and dates it; a later change keeps the count', async () => {
    await stage.start();
    const users = await Promise.all(['a', 'b', 'c'].map((userName) => proposer.createUser({ userName })));
    const [a = '', b = '', c = ''] = users.map(({ aggregate }) => aggregate.id);
    const [both, one, none] = await Promise.all([[a, b, c], [b], [c]].map((ids) => proposer.createGroup('g', ids)));
    await append(...users, both!, one!, none!);
    stage.clock.advance(1_000);
    await append(proposer.deleteUser(a), proposer.deleteUser(b));
    const groups = [both!, one!, none!].map(({ aggregate }) => aggregate.id);
    expect(await Promise.all(groups.map((id) => find(id, 'Group')))).toEqual([
      { version: 1, cascades: 2, modifiedAt: 1_000 },
      { version: 1, cascades: 1, modifiedAt: 1_000 },
      { version: 1, cascades: 0, modifiedAt: 0 },
    ]);
    expect(await find(c)).toEqual({ version: 1, cascades: 0, modifiedAt: 0 });
    stage.clock.advance(1_000);
    await append(proposer.changeMembers(groups[0]!, 'removed', [c]));
    expect(await find(groups[0]!, 'Group')).toEqual({ version: 2, cascades: 2, modifiedAt: 2_000 });
  });

  it('is counted where a group was a member, and in no group that goes with it', async () => {
    await stage.start();
    const inner = await proposer.createGroup('inner');
    const innerId = inner.aggregate.id;
    const [outer, gone] = await Promise.all(['outer', 'gone'].map((name) => proposer.createGroup(name)));
    const add = (id: string) => proposer.changeMembers(id, 'added', [innerId], 'Group');
    await append(inner, outer!, gone!, add(outer!.aggregate.id), add(gone!.aggregate.id));
    const deletion = (id: string): Proposal =>
      proposer.proposal(
        { type: 'Group', id },
        {
          expect: { is: 'present' },
          deletes: true,
          claims: 'release-all',
          events: [proposer.event(id, 'group.deleted', {})],
        },
      );
    await append(deletion(innerId), deletion(gone!.aggregate.id));
    expect(await find(outer!.aggregate.id, 'Group')).toMatchObject({ version: 2, cascades: 1 });
  });

  it('is counted in each user that lost a manager, and in one that names a manager who is gone', async () => {
    await stage.start();
    const boss = await proposer.createUser({ userName: 'boss' });
    const bossId = boss.aggregate.id;
    const before = await proposer.createUser({ userName: 'r1', ...managedBy(bossId) });
    await append(boss, before);
    stage.clock.advance(1_000);
    await append(proposer.deleteUser(bossId));
    const after = await proposer.createUser({ userName: 'r2', ...managedBy(bossId) });
    await append(after);
    expect(await find(before.aggregate.id)).toEqual({ version: 1, cascades: 1, modifiedAt: 1_000 });
    expect(await find(after.aggregate.id)).toMatchObject({ version: 1, cascades: 1 });
    await append(proposer.updateUser(before.aggregate.id, 1, { userName: 'r1' }));
    expect(await find(before.aggregate.id)).toMatchObject({ version: 2, cascades: 1 });
  });

  it('is counted also where the report gets another manager in the batch of the deletion', async () => {
    await stage.start();
    const [boss, next] = await Promise.all(['boss', 'next'].map((userName) => proposer.createUser({ userName })));
    const report = await proposer.createUser({ userName: 'r', ...managedBy(boss!.aggregate.id) });
    const { id } = report.aggregate;
    await append(boss!, next!, report);
    const moved = proposer.updateUser(id, 1, { userName: 'r', ...managedBy(next!.aggregate.id) });
    await append(proposer.deleteUser(boss!.aggregate.id), moved);
    expect(await find(id)).toMatchObject({ version: 2, cascades: 1 });
  });

  it(`comes to the same whatever the batches are, seed ${seed}`, async () => {
    for (const [n, script] of fc.sample(scripts, { numRuns: 20, seed }).entries()) {
      stage.clock.advance(n);
      await stage.append(...(await play(new Proposer(stage), script)));
    }
    const batches = { rm_1: 1, rm_2: 7, rm_3: 500 };
    for (const [generation, maxRecords] of Object.entries(batches)) {
      if (generation !== 'rm_1') await createGeneration(stage.database, generation, PARTITIONS);
      await stage.start({ generation, maxRecords });
      await stage.judged(generation);
    }
    const [one, few, many] = await Promise.all(
      Object.keys(batches).map(async (generation) => {
        const { resource, group_member } = await tablesOf(stage.database, generation);
        return { seed, resource, group_member };
      }),
    );
    expect(few).toEqual(one);
    expect(many).toEqual(one);
    const counts = one!.resource!.map((row) => (row as { cascades: number }).cascades);
    expect(Math.max(...counts)).toBeGreaterThan(1);
  }, 60_000);
});

const who = fc.nat({ max: 4 });
type Step =
  | { readonly kind: 'update'; readonly who: number; readonly manager: number | null }
  | { readonly kind: 'added' | 'removed'; readonly who: number }
  | { readonly kind: 'delete'; readonly who: number };

/** Five users, of whom any may manage any, and a group of them. */
const scripts: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('update' as const), who, manager: fc.option(who) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('added' as const, 'removed' as const), who }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), who }) },
  ),
  { minLength: 12, maxLength: 24 },
);

/** As a gateway proposes them that has not heard of the deletions yet: what is gone is still named. */
const play = async (proposer: Proposer, script: readonly Step[]): Promise<readonly Proposal[]> => {
  const users = await Promise.all([0, 1, 2, 3, 4].map(() => proposer.createUser({ title: 'x' })));
  const ids = users.map(({ aggregate }) => aggregate.id);
  const group = await proposer.createGroup('g', [ids[0]!]);
  const versions = [1, 1, 1, 1, 1];
  const isGone = new Set<number>();
  const steps = script.flatMap((step): readonly Proposal[] => {
    const id = ids[step.who]!;
    if (step.kind === 'added' || step.kind === 'removed') {
      return [proposer.changeMembers(group.aggregate.id, step.kind, [id])];
    }
    if (isGone.has(step.who)) return [];
    if (step.kind === 'update') {
      const manager = step.manager === null ? {} : managedBy(ids[step.manager]!);
      versions[step.who]! += 1;
      return [proposer.updateUser(id, versions[step.who]! - 1, { title: `${versions[step.who]}`, ...manager })];
    }
    isGone.add(step.who);
    return [proposer.deleteUser(id)];
  });
  const last = proposer.changeMembers(group.aggregate.id, 'added', [ids[3]!]);
  return [...users, group, ...steps, last, ...(isGone.has(3) ? [] : [proposer.deleteUser(ids[3]!)])];
};
