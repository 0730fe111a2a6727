import { type Proposal, splitProposal } from '#journal';
import { FIRST_GENERATION, projectorStatements } from '#read-model';
import { newId } from '#runtime';
import { eventually } from '#testing';
import { Pruner, VERDICT_AGE_MS } from '../src/pruning/pruner.js';
import { Proposer } from './proposals.js';
import { openStage, type Stage } from './stage.js';

describe('on a running projector', () => {
  let stage: Stage;
  let proposer: Proposer;

  beforeAll(async () => {
    stage = await openStage();
    await stage.start();
  });
  afterAll(() => stage.end());
  beforeEach(() => {
    proposer = new Proposer(stage);
  });

  const find = (id: string, type = 'User') =>
    stage.reads.resource(stage.database, { directoryId: proposer.directoryId, type, id });
  const publishedOf = (id: string) => stage.published().filter((event) => event.resource.id === id);
  const countOf = async (table: string) => {
    const [row] = await stage.database.query<{ n: number }>(`select count(*)::int as n from rm_1.${table}`);
    return row?.n;
  };

  it('an erased subject becomes a placeholder that names nobody, and only its deletion is published', async () => {
    const created = await proposer.createUser({ userName: 'jane', displayName: 'Jane' });
    const { id } = created.aggregate;
    await stage.subjectKeys.erase(id);
    await stage.append(created);
    await stage.judged();
    expect(await find(id)).toMatchObject({ version: 1, attributes: { userName: `erased:${id}`, active: true } });
    await stage.append(proposer.deleteUser(id));
    await eventually(() => expect(publishedOf(id)).toHaveLength(1));
    expect(publishedOf(id)[0]).toMatchObject({ type: 'user.deleted', resource: { version: 2 } });
    expect(await find(id)).toBeUndefined();
  });

  it('a proposal in parts counts once its last record is there, with all events at one version', async () => {
    const group = await proposer.createGroup('Large');
    const { id } = group.aggregate;
    const ids = Array.from({ length: 2_500 }, () => newId());
    const events = [0, 1_000, 2_000].map((from) =>
      proposer.membersEvent(id, 'group.members_added', ids.slice(from, from + 1_000)),
    );
    const large: Proposal = { ...proposer.changeMembers(id, 'added', []), events };
    const records = splitProposal(large, 100_000);
    expect(records.length).toBeGreaterThan(2);
    const [first, ...others] = records;
    await stage.append(group, first!);
    await stage.judged();
    expect(await countOf('proposal_part')).toBe(1);
    await stage.append(...others);
    await stage.judged();
    expect(await find(id, 'Group')).toMatchObject({ version: 2 });
    const members = { directoryId: proposer.directoryId, groupId: id, limit: 5_000 };
    expect(await stage.reads.members(stage.database, members)).toHaveLength(2_500);
    expect(await countOf('proposal_part')).toBe(0);
    await eventually(() => expect(publishedOf(id)).toHaveLength(4));
    expect(publishedOf(id).map((event) => event.resource.version)).toEqual([1, 2, 2, 2]);
  });

  it('a proposal whose parts are not all there is void', async () => {
    const group = await proposer.createGroup('Cut');
    const large: Proposal = { ...proposer.changeMembers(group.aggregate.id, 'added', [newId()]), events: [], parts: 2 };
    await stage.append(group, large);
    await stage.judged();
    const [verdict] = await stage.reads.verdicts(stage.database, [large.commandId]);
    expect(verdict?.verdict).toEqual({ is: 'void', reason: 'incomplete' });
  });

  it('the planner knows of rows soon after they were written', async () => {
    const rowsKnown = async () => {
      const text = `select relname, reltuples::int as rows from pg_class where oid = any('{rm_1.resource,rm_1.group_member}'::regclass[])`;
      const rows = await stage.database.query<{ relname: string; rows: number }>(text);
      return Object.fromEntries(rows.map(({ relname, rows: known }) => [relname, known]));
    };
    await stage.database.query('alter table rm_1.resource set (autovacuum_enabled = false)');
    await stage.database.query('alter table rm_1.group_member set (autovacuum_enabled = false)');
    const group = await proposer.createGroup('Known');
    const ids = Array.from({ length: 1_000 }, newId);
    await stage.append(group, proposer.changeMembers(group.aggregate.id, 'added', ids));
    await stage.judged();
    await eventually(async () => {
      const { resource, group_member: members } = await rowsKnown();
      expect(resource).toBeGreaterThan(0);
      expect(members).toBeGreaterThanOrEqual(1_000);
    });
  });

  it('verdicts are forgotten two days of log time after they were given, and not before', async () => {
    const old = await proposer.createUser({ userName: 'old' });
    await stage.append(old);
    await stage.judged();
    const statements = projectorStatements(FIRST_GENERATION);
    const pruner = new Pruner({ ...stage.dependencies, statements, ownedPartitions: () => [0, 1] });
    const verdicts = async () => (await stage.reads.verdicts(stage.database, [old.commandId])).length;
    stage.clock.advance(VERDICT_AGE_MS);
    await stage.append(await proposer.createUser({ userName: 'new' }, { notAfter: Number.MAX_SAFE_INTEGER }));
    await stage.judged();
    await pruner.prune();
    expect(await verdicts()).toBe(1);
    stage.clock.advance(1);
    await stage.append(await proposer.createUser({ userName: 'newer' }, { notAfter: Number.MAX_SAFE_INTEGER }));
    await stage.judged();
    await pruner.prune();
    expect(await verdicts()).toBe(0);
    await stage.append(old);
    await stage.judged();
    expect(await find(old.aggregate.id)).toMatchObject({ version: 1 });
  });

  it('health says that journal and publishing are well, and metrics count verdicts', async () => {
    expect(await stage.health.report()).toEqual({
      ready: true,
      checks: { journal: 'ok', progress: 'ok', publishing: 'ok' },
    });
    const text = await stage.dependencies.metrics.text();
    expect(text).toMatch(/rollcall_projector_verdicts_total\{outcome="accepted"\} \d+/);
    expect(text).toContain('rollcall_parked_aggregates 0');
  });
});
