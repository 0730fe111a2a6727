import type { Database } from '#persistence';
import { FIRST_GENERATION, readModel } from '#read-model';
import { newId } from '#runtime';
import { testDatabase } from '#testing';
import { aResource, writeMembers, writeResources } from './rows.js';

describe('members', () => {
  const reads = readModel(FIRST_GENERATION);
  const directoryId = newId();
  const [top, middle, low, other] = ['top', 'middle', 'low', 'other'].map((displayName, n) =>
    aResource(n, 'Group', { displayName }),
  );
  const user = newId();
  let database: Database;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ database, drop } = await testDatabase());
    await writeResources(database, directoryId, [top!, middle!, low!, other!]);
    await writeMembers(database, directoryId, top!.id, [middle!.id]);
    await writeMembers(database, directoryId, middle!.id, [low!.id]);
    await writeMembers(database, directoryId, low!.id, [user, top!.id]);
    await writeMembers(database, directoryId, other!.id, Array.from({ length: 30 }, newId));
  });
  afterAll(() => drop());

  const groupsOf = async (memberId: string) => {
    const found = await reads.groupsOf(database, [{ directoryId, memberId }]);
    return found.map((group) => `${group.display} ${group.isDirect ? 'direct' : 'indirect'}`).sort();
  };

  it('know their groups and the groups of those, and a circle of groups ends', async () => {
    expect(await groupsOf(user)).toEqual(['low direct', 'middle indirect', 'top indirect']);
    expect(await groupsOf(top!.id)).toEqual(['low direct', 'middle indirect']);
  });

  it('are walked page by page, each once', async () => {
    const seen: string[] = [];
    for (let afterId: string | undefined; ; ) {
      const query = { directoryId, groupId: other!.id, limit: 7, ...(afterId && { afterId }) };
      const page = await reads.members(database, query);
      seen.push(...page.map((member) => member.value));
      afterId = page.at(-1)?.value;
      if (page.length < 7) break;
    }
    expect([seen.length, new Set(seen).size]).toEqual([30, 30]);
  });

  it('of several groups come at once, so many of each', async () => {
    const query = { directoryId, groupIds: [low!.id, other!.id], limitPerGroup: 4 };
    const found = await reads.membersOfGroups(database, query);
    const countOf = (id: string) => found.filter((member) => member.groupId === id).length;
    expect([countOf(low!.id), countOf(other!.id)]).toEqual([2, 4]);
  });

  it('are told from strangers without reading the group', async () => {
    const query = { directoryId, groupId: low!.id, ids: [user, newId()] };
    expect((await reads.presentMembers(database, query)).map((member) => member.value)).toEqual([user]);
  });

  it('of another directory do not exist', async () => {
    const query = { directoryId: newId(), groupId: low!.id, limit: 10 };
    expect(await reads.members(database, query)).toEqual([]);
  });
});
