import { type Database, openDatabase } from '#persistence';
import { FIRST_GENERATION, projectorStatements, readModel, type StoredMember } from '#read-model';
import { newId } from '#runtime';
import { groupResourceType, presetOf, userResourceType } from '#scim';
import { type TestDatabase, testDatabase } from '#testing';
import type { Caller } from '../../exchange/caller.js';
import { memberEndings, resourceBody } from '../presenting/resource-body.js';
import { MEMBERS_PER_PAGE, ResourceReader } from './resource-reader.js';

describe('members as text', () => {
  const caller = {
    directory: { resourceTypes: [userResourceType, groupResourceType], settings: presetOf('generic') },
    baseUrl: 'https://id.example.com/scim/v2',
  } as unknown as Caller;
  const [directoryId, groupId] = [newId(), newId()];
  const displays = [null, 'Ada "L" \\ Ö', '\u2028\n\t', '</script>', ''];
  const types = ['User', 'Group', 'Device', 'x"y'];
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await testDatabase();
    database = await openDatabase({ url: test.url, applicationName: 'members', poolSize: 1 });
    const rows = Array.from({ length: 2 * MEMBERS_PER_PAGE + 7 }, (_, n) => ({
      directory_id: directoryId,
      group_id: groupId,
      member_id: newId(),
      member_type: types[n % types.length],
      display: displays[n % displays.length],
    }));
    await database.query(projectorStatements(FIRST_GENERATION).addMembers, [JSON.stringify(rows), []]);
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  const reader = () =>
    new ResourceReader({
      database,
      generation: { schema: FIRST_GENERATION, model: readModel(FIRST_GENERATION) } as never,
    });

  it('are what their JSON is, whatever type and display they have, all of them, in pages', async () => {
    const everyone: StoredMember[] = [];
    for await (const page of reader().membersOf(directoryId, groupId)) everyone.push(...page);
    const [first, ...others] = everyone;
    const pages: string[] = [];
    const after = { directoryId, groupId, afterId: first?.value ?? '' };
    for await (const page of reader().membersAsText(after, memberEndings(caller))) pages.push(page);
    const group = { type: 'Group', id: groupId, version: 1, cascades: 0, createdAt: 0, modifiedAt: 0, attributes: {} };
    const { members } = resourceBody(caller, groupResourceType, group, { members: others });
    expect(pages).toHaveLength(3);
    const byValue = (one: { value: string }, other: { value: string }) => (one.value < other.value ? -1 : 1);
    expect(JSON.parse(`[${pages.join()}]`).sort(byValue)).toEqual(JSON.parse(JSON.stringify(members)).sort(byValue));
  });
});
