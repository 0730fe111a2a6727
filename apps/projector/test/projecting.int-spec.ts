import { newId } from '#runtime';
import { eventually } from '#testing';
import { Proposer } from './proposals.js';
import { openStage, START_MS, type Stage } from './stage.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('what the journal accepts', () => {
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
  const verdictOf = async (commandId: string) => (await stage.reads.verdicts(stage.database, [commandId]))[0]?.verdict;

  it('becomes a resource with version, times and indexed keys', async () => {
    const proposal = await proposer.createUser({
      userName: 'BJensen',
      externalId: 'x-1',
      emails: [{ value: 'B@x.org' }],
    });
    await stage.append(proposal);
    await stage.judged();
    expect(await find(proposal.aggregate.id)).toMatchObject({
      type: 'User',
      id: proposal.aggregate.id,
      version: 1,
      cascades: 0,
      createdAt: START_MS,
      modifiedAt: START_MS,
      attributes: { active: true, userName: 'BJensen', externalId: 'x-1', emails: [{ value: 'B@x.org' }] },
      text: expect.stringContaining('BJensen'),
    });
    const [keys] = await stage.database.query(
      'select user_name_key, external_id, email_keys from rm_1.resource where id = $1',
      [proposal.aggregate.id],
    );
    expect(keys).toEqual({ user_name_key: 'bjensen', external_id: 'x-1', email_keys: ['b@x.org'] });
    expect(await verdictOf(proposal.commandId)).toEqual({ is: 'accepted', version: 1 });
  });

  it('moves version and time with each command, not with each event, and keeps the time of creation', async () => {
    const created = await proposer.createUser({ userName: 'a' });
    await stage.append(created);
    stage.clock.advance(5_000);
    const { id } = created.aggregate;
    const update = proposer.updateUser(id, 1, { userName: 'b', active: false });
    const flip = proposer.event(
      id,
      'user.deactivated',
      { changed: ['active'], active: false },
      { userName: 'b', active: false },
    );
    await stage.append({ ...update, events: [...update.events, flip] });
    await stage.judged();
    const now = stage.clock.now();
    expect(await find(id)).toMatchObject({
      version: 2,
      createdAt: now - 5_000,
      modifiedAt: now,
      attributes: { active: false },
    });
  });

  it('is decided by the order of the log when two claim one name', async () => {
    const first = await proposer.createUser({ userName: 'same' });
    const second = await proposer.createUser({ userName: 'SAME' });
    await stage.append(first, second);
    await stage.judged();
    expect(await verdictOf(first.commandId)).toEqual({ is: 'accepted', version: 1 });
    expect(await verdictOf(second.commandId)).toEqual({ is: 'void', reason: 'uniqueness', scope: 'userName/1' });
    expect(await find(second.aggregate.id)).toBeUndefined();
  });

  it('frees a name when its owner goes, in one batch too', async () => {
    const first = await proposer.createUser({ userName: 'n' });
    const second = await proposer.createUser({ userName: 'n' });
    await stage.append(first, proposer.deleteUser(first.aggregate.id), second);
    await stage.judged();
    expect(await find(first.aggregate.id)).toBeUndefined();
    expect(await find(second.aggregate.id)).toMatchObject({ version: 1 });
    expect(await verdictOf(second.commandId)).toEqual({ is: 'accepted', version: 1 });
  });

  it('answers a repeated command with its first verdict and applies it once', async () => {
    const proposal = await proposer.createUser({ userName: 'once' });
    await stage.append(proposal, proposal);
    await stage.append(proposal);
    await stage.judged();
    expect(await find(proposal.aggregate.id)).toMatchObject({ version: 1 });
    expect(await verdictOf(proposal.commandId)).toEqual({ is: 'accepted', version: 1 });
  });

  it('gives groups their members as rows, with set semantics', async () => {
    const users = await Promise.all(['u1', 'u2', 'u3'].map((userName) => proposer.createUser({ userName })));
    const [one, two, three] = users.map((user) => user.aggregate.id) as [string, string, string];
    const group = await proposer.createGroup('Engineers', [one, two]);
    const { id } = group.aggregate;
    await stage.append(...users, group);
    await stage.append(proposer.changeMembers(id, 'removed', [one]), proposer.changeMembers(id, 'added', [two, three]));
    await stage.judged();
    const query = { directoryId: proposer.directoryId, groupId: id, limit: 10 };
    const members = await stage.reads.members(stage.database, query);
    expect(members.map((member) => member.value)).toEqual([two, three].sort());
    expect(members[0]).toEqual({ value: members[0]?.value, type: 'User', display: `display of ${members[0]?.value}` });
    expect(await find(id, 'Group')).toMatchObject({ version: 3, attributes: { displayName: 'Engineers' } });
    const groups = await stage.reads.groupsOf(stage.database, [{ directoryId: proposer.directoryId, memberId: three }]);
    expect(groups).toEqual([{ memberId: three, groupId: id, display: 'Engineers', isDirect: true }]);
  });

  it('takes a deleted user out of every group and out of the manager of others, whenever they heard of it', async () => {
    const boss = await proposer.createUser({ userName: 'boss' });
    const bossId = boss.aggregate.id;
    const before = await proposer.createUser({
      userName: 'r1',
      [ENTERPRISE]: { manager: { value: bossId }, division: 'x' },
    });
    const group = await proposer.createGroup('Chiefs', [bossId]);
    await stage.append(boss, before, group);
    await stage.judged();
    await stage.append(proposer.deleteUser(bossId));
    await stage.judged();
    const after = await proposer.createUser({ userName: 'r2', [ENTERPRISE]: { manager: { value: bossId } } });
    await stage.append(after, proposer.changeMembers(group.aggregate.id, 'added', [bossId]));
    await stage.judged();
    const query = { directoryId: proposer.directoryId, groupId: group.aggregate.id, limit: 10 };
    expect(await stage.reads.members(stage.database, query)).toEqual([]);
    expect(await find(before.aggregate.id)).toMatchObject({
      version: 1,
      attributes: { [ENTERPRISE]: { division: 'x' } },
    });
    const attributes = [before, after].map(async ({ aggregate }) => JSON.stringify(await find(aggregate.id)));
    expect((await Promise.all(attributes)).join()).not.toContain('manager');
  });

  it('counts what there is, so that a list knows its total', async () => {
    const users = await Promise.all(['a', 'b', 'c'].map((userName) => proposer.createUser({ userName })));
    const [gone] = users;
    await stage.append(...users, proposer.deleteUser(gone?.aggregate.id ?? ''));
    await stage.judged();
    const page = { directoryId: proposer.directoryId, types: ['User'], offset: 0, limit: 10 };
    const { total, resources } = await stage.reads.page(stage.database, page);
    expect({ total, names: resources.map((user) => user.attributes['userName']).sort() }).toEqual({
      total: 2,
      names: ['b', 'c'],
    });
    const last = await stage.reads.page(stage.database, { ...page, offset: 1, limit: 5 });
    expect(last.resources).toEqual(resources.slice(1));
  });

  it('is published in the clear, in order, with the whole resource', async () => {
    const created = await proposer.createUser({ userName: 'seen' });
    const { id } = created.aggregate;
    await stage.append(created, proposer.updateUser(id, 1, { userName: 'seen', title: 'x' }), proposer.deleteUser(id));
    await eventually(() => expect(eventsOf(id)).toHaveLength(3));
    expect(eventsOf(id).map(({ type, resource }) => [type, resource.version])).toEqual([
      ['user.created', 1],
      ['user.updated', 2],
      ['user.deleted', 3],
    ]);
    expect(eventsOf(id)[1]).toMatchObject({
      attributes: { active: true, userName: 'seen', title: 'x' },
      changed: ['userName', 'title'],
      requestId: 'r-1',
      time: new Date(stage.clock.now()).toISOString(),
    });
  });

  const eventsOf = (id: string) => stage.published().filter((event) => event.resource.id === id);

  it('keeps names out of the journal and of the stored events', async () => {
    const secret = `name-${newId()}`;
    const proposal = await proposer.createUser({ userName: secret, displayName: secret });
    await stage.append(proposal);
    await stage.judged();
    const [row] = await stage.database.query('select e::text as text from rm_1.event e where aggregate_id = $1', [
      proposal.aggregate.id,
    ]);
    expect(JSON.stringify(row)).toContain(proposal.commandId);
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(JSON.stringify(proposal)).not.toContain(secret);
  });

  it('says who changed what: the history of a resource, newest first', async () => {
    const created = await proposer.createUser({ userName: 'h' });
    const { id } = created.aggregate;
    await stage.append(created, proposer.updateUser(id, 1, { userName: 'h2' }));
    await stage.judged();
    const history = await stage.reads.history(stage.database, { directoryId: proposer.directoryId, id, limit: 5 });
    expect(history.map((event) => [event.type, event.version])).toEqual([
      ['user.updated', 2],
      ['user.created', 1],
    ]);
  });
});
