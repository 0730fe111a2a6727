import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { expectError, groupBody, idOf, newName, patchBody, userBody } from '../wire.js';

export const repeats = (ground: Ground): void =>
  describe('Repeats of a request whose answer was lost', () => {
    let directory: ScimDirectory;
    const { send, get, find, user, userId, groupId } = callsOn(() => directory);
    const key = (name: string) => ({ 'idempotency-key': newName(name) });

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it('a POST with the same Idempotency-Key gets the first answer and creates nothing', async () => {
      for (const [path, body] of [
        ['/Users', userBody()],
        ['/Groups', groupBody({ members: [{ value: await userId() }] })],
      ] as const) {
        const headers = key('post');
        const first = await send('POST', path, body, headers);
        const again = await send('POST', path, body, headers);
        expect([first.status, again.status]).toEqual([201, 201]);
        expect(again.body).toEqual(first.body);
        for (const name of ['location', 'etag', 'content-location']) {
          expect(again.headers.get(name)).toBe(first.headers.get(name));
        }
      }
    });

    it('simultaneous POSTs with one key create one user and answer alike', async () => {
      const body = userBody();
      const headers = key('together');
      const answers = await Promise.all(Array.from({ length: 5 }, () => send('POST', '/Users', body, headers)));
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
      expect(new Set(answers.map(idOf)).size).toBe(1);
    });

    it('a PATCH and a DELETE with the same key are done once', async () => {
      const id = await groupId();
      const [one, other] = [await userId(), await userId()];
      const path = `/Groups/${id}`;
      const add = (value: string) => patchBody({ op: 'add', path: 'members', value: [{ value }] });
      const headers = key('patch');
      expect((await send('PATCH', path, add(one), headers)).status).toBe(200);
      await send('PATCH', path, patchBody({ op: 'replace', path: 'members', value: [{ value: other }] }));
      expect((await send('PATCH', path, add(one), headers)).status).toBe(200);
      expect((await get(path)).body['members']).toMatchObject([{ value: other }]);
      const gone = key('delete');
      expect((await send('DELETE', path, undefined, gone)).status).toBe(204);
      expect((await send('DELETE', path, undefined, gone)).status).toBe(204);
      expectError(await send('DELETE', path), 404);
    });

    it('a refusal is repeated too, until the reason is gone', async () => {
      const userName = newName();
      const taken = await user({ userName });
      const headers = key('refused');
      const body = userBody({ userName });
      expectError(await send('POST', '/Users', body, headers), 409, 'uniqueness');
      expectError(await send('POST', '/Users', body, headers), 409, 'uniqueness');
      expect((await find('/Users', `userName eq "${userName}"`)).body['totalResults']).toBe(1);
      expect((await get(`/Users/${idOf(taken)}`)).status).toBe(200);
    });

    it('without a key the repeat is 409 and says where the resource is', async () => {
      const body = userBody();
      const first = await send('POST', '/Users', body);
      const again = await send('POST', '/Users', body);
      expectError(again, 409, 'uniqueness');
      expect(again.headers.get('location')).toBe(first.headers.get('location'));
      expect(again.body['detail']).toContain('userName');
      const found = await find('/Users', `userName eq "${body['userName']}"`);
      expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: idOf(first) }] });
      const group = groupBody();
      const made = await send('POST', '/Groups', group);
      const refused = await send('POST', '/Groups', group);
      expectError(refused, 409, 'uniqueness');
      expect(refused.headers.get('location')).toBe(made.headers.get('location'));
    });

    it('the same key with another body is refused: that one was not applied', async () => {
      const headers = key('reused');
      const body = userBody();
      const first = await send('POST', '/Users', body, headers);
      const { userName, ...others } = body;
      expectError(await send('POST', '/Users', userBody(), headers), 422);
      expect(idOf(await send('POST', '/Users', { ...others, userName }, headers))).toBe(idOf(first));
      const path = `/Users/${idOf(first)}`;
      const titled = (value: string) => patchBody({ op: 'add', path: 'title', value });
      expect((await send('PATCH', path, titled('one'), headers)).status).toBe(200);
      expectError(await send('PATCH', path, titled('two'), headers), 422);
      expect((await get(path)).body['title']).toBe('one');
    });

    it('an empty Idempotency-Key is none', async () => {
      const answers = [userBody(), userBody()].map((body) => send('POST', '/Users', body, { 'idempotency-key': '' }));
      expect(new Set((await Promise.all(answers)).map(idOf)).size).toBe(2);
    });

    it('the same key with another method or address is another request', async () => {
      const headers = key('shared');
      const created = await send('POST', '/Users', userBody(), headers);
      const path = `/Users/${idOf(created)}`;
      const patched = await send('PATCH', path, patchBody({ op: 'add', path: 'title', value: 'x' }), headers);
      expect(patched).toMatchObject({ status: 200, body: { title: 'x' } });
      expect((await send('POST', '/Groups', groupBody(), headers)).status).toBe(201);
    });
  });
