import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { bulkSchema, enterpriseSchema, expectError, idOf, metaOf, newName, patchBody, userBody } from '../wire.js';

const unknownId = '00000000-0000-4000-8000-000000000000';
const add = patchBody({ op: 'add', path: 'title', value: 'x' });

export const versioning = (ground: Ground): void =>
  describe('I. Versioning', () => {
    let directory: ScimDirectory;
    const { send, get, find, user, userId, groupId, patchUser, patchGroup } = callsOn(() => directory);
    const tagOf = async (path: string): Promise<string> => (await get(path)).headers.get('etag') ?? '';

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it('#211 ETag is meta.version, in weak form, on every answer with a resource', async () => {
      const created = await user();
      const path = `/Users/${idOf(created)}`;
      const answers = [created, await get(path), await send('PUT', path, userBody()), await send('PATCH', path, add)];
      for (const answer of answers) {
        expect(answer.headers.get('etag')).toMatch(/^W\/"[^"]+"$/);
        expect(answer.headers.get('etag')).toBe(metaOf(answer)['version']);
      }
    });

    it('#212 the version changes with every change and with nothing else', async () => {
      const created = await user();
      const path = `/Users/${idOf(created)}`;
      const first = await tagOf(path);
      expect(first).toBe(created.headers.get('etag'));
      await patchUser(idOf(created), { op: 'add', path: 'title', value: 'x' });
      const second = await tagOf(path);
      expect(second).not.toBe(first);
      await patchUser(idOf(created), { op: 'add', path: 'title', value: 'x' });
      await patchUser(idOf(created), { op: 'remove', path: 'nickName' });
      expect(await tagOf(path)).toBe(second);
    });

    it('#212 a membership is a change of the group', async () => {
      const [id, member] = [await groupId(), await userId()];
      const before = await tagOf(`/Groups/${id}`);
      const added = await patchGroup(id, { op: 'add', path: 'members', value: [{ value: member }] });
      const after = await tagOf(`/Groups/${id}`);
      expect(after).not.toBe(before);
      expect(after).toBe(added.headers.get('etag'));
      await patchGroup(id, { op: 'add', path: 'members', value: [{ value: member }] });
      expect(await tagOf(`/Groups/${id}`)).toBe(after);
    });

    it('#212 a member’s deletion changes what the group shows, and with it every use of its tag', async () => {
      const [gone, stays] = [await userId(), await userId()];
      const id = await groupId({ members: [{ value: gone }, { value: stays }] });
      const path = `/Groups/${id}`;
      const before = await get(path);
      const old = before.headers.get('etag') ?? '';
      await send('DELETE', `/Users/${gone}`);
      const after = await get(path, { 'if-none-match': old });
      const tag = after.headers.get('etag') ?? '';
      expect(after).toMatchObject({ status: 200, body: { members: [{ value: stays }], meta: { version: tag } } });
      expect(after.body['members']).toHaveLength(1);
      expect(tag).not.toBe(old);
      expect(`${metaOf(after)['lastModified']}` > `${metaOf(before)['lastModified']}`).toBe(true);
      expect((await get(path, { 'if-none-match': tag })).status).toBe(304);
      const found = await find('/Groups', `id eq "${id}" and meta.version eq ${JSON.stringify(tag)}`);
      expect(found.body['Resources']).toMatchObject([{ id, meta: metaOf(after) }]);
      const leave = patchBody({ op: 'remove', path: 'members' });
      expectError(await send('PATCH', path, leave, { 'if-match': old }), 412);
      const left = await send('PATCH', path, leave, { 'if-match': tag });
      expect([left.status, left.headers.get('etag')]).toEqual([200, await tagOf(path)]);
      expect([old, tag]).not.toContain(left.headers.get('etag'));
    });

    it('#212 a manager’s deletion changes what their reports show, and with it every use of the tag', async () => {
      const manager = await userId();
      const report = await user({ [enterpriseSchema]: { manager: { value: manager }, division: 'x' } });
      const path = `/Users/${idOf(report)}`;
      const old = report.headers.get('etag') ?? '';
      await send('DELETE', `/Users/${manager}`);
      const after = await get(path, { 'if-none-match': old });
      const tag = after.headers.get('etag') ?? '';
      expect(after).toMatchObject({ status: 200, body: { meta: { version: tag } } });
      expect(after.body[enterpriseSchema]).toEqual({ division: 'x' });
      expect(tag).not.toBe(old);
      const put = (version: string) => ({ method: 'PUT', path, version, data: userBody({ userName: newName() }) });
      const bulk = async (version: string) =>
        (await send('POST', '/Bulk', { schemas: [bulkSchema], Operations: [put(version)] })).body['Operations'];
      expect(await bulk(old)).toMatchObject([{ status: '412' }]);
      expect(await bulk(tag)).toMatchObject([{ status: '200', version: await tagOf(path) }]);
      expectError(await send('DELETE', path, undefined, { 'if-match': tag }), 412);
    });

    it('#212 what names a manager who is gone has another tag than the answer that still shows them', async () => {
      const manager = await userId();
      await send('DELETE', `/Users/${manager}`);
      const report = await user({ [enterpriseSchema]: { manager: { value: manager } } });
      const shown = await get(`/Users/${idOf(report)}`, { 'if-none-match': report.headers.get('etag') ?? '' });
      expect(shown.status).toBe(200);
      expect(shown.body[enterpriseSchema]).toBeUndefined();
    });

    it('#213 If-None-Match with the current tag or * is 304 without a body', async () => {
      const created = await user();
      const tag = created.headers.get('etag') ?? '';
      for (const ifNoneMatch of [tag, '*']) {
        const read = await get(`/Users/${idOf(created)}`, { 'if-none-match': ifNoneMatch });
        expect(read).toMatchObject({ status: 304, body: {} });
        expect(read.headers.get('etag')).toBe(tag);
      }
      expect((await get(`/Users/${idOf(created)}`, { 'if-none-match': 'W/"other"' })).status).toBe(200);
    });

    it('#214 If-None-Match takes a list and compares weakly', async () => {
      const created = await user();
      const tag = created.headers.get('etag') ?? '';
      const strong = tag.replace(/^W\//, '');
      for (const ifNoneMatch of [`W/"other", ${tag}`, strong, `"a",${strong} , "b"`]) {
        expect((await get(`/Users/${idOf(created)}`, { 'if-none-match': ifNoneMatch })).status).toBe(304);
      }
    });

    it.each([
      ['PUT', () => userBody()],
      ['PATCH', () => add],
      ['DELETE', () => undefined],
    ])('#215 %s with a wrong If-Match is 412, with the current tag, * or a list it is done', async (method, body) => {
      for (const right of [(tag: string) => tag, () => '*', (tag: string) => `W/"other", ${tag}`]) {
        const created = await user();
        const path = `/Users/${idOf(created)}`;
        expectError(await send(method, path, body(), { 'if-match': 'W/"other"' }), 412);
        expect((await get(path)).body).toEqual(created.body);
        const done = await send(method, path, body(), { 'if-match': right(created.headers.get('etag') ?? '') });
        expect([200, 204]).toContain(done.status);
      }
    });

    it('#216 (cfg) If-Match on an unknown id is 404', async () => {
      for (const [method, body] of [
        ['PUT', userBody()],
        ['PATCH', add],
        ['DELETE', undefined],
      ] as const) {
        expectError(await send(method, `/Users/${unknownId}`, body, { 'if-match': '*' }), 404);
      }
    });

    it('#216 (cfg) with ifMatchUnknownId precondition-failed it is 412; without If-Match 404 stays', async () => {
      const strict = await ground.directory({ ifMatchUnknownId: 'precondition-failed' });
      const calls = callsOn(() => strict);
      const deleted = `/Users/${await calls.userId()}`;
      await calls.send('DELETE', deleted);
      for (const path of [`/Users/${unknownId}`, '/Users/no-id', deleted]) {
        for (const [method, body] of [
          ['PUT', userBody()],
          ['PATCH', add],
          ['DELETE', undefined],
        ] as const) {
          expectError(await calls.send(method, path, body, { 'if-match': '*' }), 412);
          expectError(await calls.send(method, path, body), 404);
        }
      }
    });

    it('#217 (cfg) with requireIfMatch a change without If-Match is 428; by default it is done', async () => {
      expect((await patchUser(await userId(), { op: 'add', path: 'title', value: 'x' })).status).toBe(200);
      const strict = await ground.directory({ requireIfMatch: true });
      const calls = callsOn(() => strict);
      const created = await calls.user();
      const path = `/Users/${idOf(created)}`;
      expectError(await calls.send('PUT', path, userBody()), 428);
      expectError(await calls.send('PATCH', path, add), 428);
      expectError(await calls.send('DELETE', path), 428);
      const headers = { 'if-match': created.headers.get('etag') ?? '' };
      expect((await calls.send('DELETE', path, undefined, headers)).status).toBe(204);
    });

    it('#218 of many writers with one tag exactly one wins', async () => {
      const created = await user();
      const path = `/Users/${idOf(created)}`;
      const headers = { 'if-match': created.headers.get('etag') ?? '' };
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => send('PUT', path, userBody({ title: `writer ${n}` }), headers)),
      );
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
      expect((await get(path)).body).toEqual(won[0]?.body);
    });

    it('#218 with one tag also membership changes exclude each other', async () => {
      const id = await groupId();
      const headers = { 'if-match': await tagOf(`/Groups/${id}`) };
      const members = await Promise.all([userId(), userId(), userId()]);
      const answers = await Promise.all(
        members.map((value) =>
          send('PATCH', `/Groups/${id}`, patchBody({ op: 'add', path: 'members', value: [{ value }] }), headers),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    });

    it('#219 a bulk operation’s version counts as If-Match, and its result has the new version', async () => {
      const created = await user();
      const path = `/Users/${idOf(created)}`;
      const put = (version: string | undefined) => ({
        method: 'PUT',
        path,
        version,
        data: userBody({ userName: newName() }),
      });
      const bulk = (operation: unknown) => send('POST', '/Bulk', { schemas: [bulkSchema], Operations: [operation] });
      const wrong = await bulk(put('W/"other"'));
      expect(wrong.body['Operations']).toMatchObject([{ status: '412' }]);
      const right = await bulk(put(created.headers.get('etag') ?? ''));
      expect(right.body['Operations']).toMatchObject([{ status: '200', version: await tagOf(path) }]);
    });
  });
