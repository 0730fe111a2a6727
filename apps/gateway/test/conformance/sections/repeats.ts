import type { Answer } from '../../../../../test/e2e/clients.js';
import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import {
  enterpriseSchema,
  expectError,
  groupBody,
  idOf,
  metaOf,
  newName,
  patchBody,
  userBody,
  userSchema,
} from '../wire.js';

/** What two answers must have in common to be one answer given twice. */
const asSent = (answer: Answer | undefined) => ({
  status: answer?.status,
  body: answer?.body,
  headers: ['location', 'etag', 'content-location', 'preference-applied'].map((name) => answer?.headers.get(name)),
});

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

    it('simultaneous POSTs with one key create one resource and answer alike', async () => {
      for (const [path, body] of [
        ['/Users', userBody()],
        ['/Groups', groupBody({ members: [{ value: await userId() }] })],
      ] as const) {
        const headers = key('together');
        const answers = await Promise.all(Array.from({ length: 20 }, () => send('POST', path, body, headers)));
        for (const answer of answers) expect(asSent(answer)).toEqual(asSent(answers[0]));
        expect(answers[0]?.status).toBe(201);
        const [name = '', value] = Object.entries(body).find(([each]) => /Name$/.test(each)) ?? [];
        expect((await find(path, `${name} eq "${value}"`)).body['totalResults']).toBe(1);
      }
    });

    it('a POST is answered as the first time though the user was changed since, and though it is gone', async () => {
      const headers = key('post');
      const body = userBody({ title: 'first', emails: [{ value: newName('mail'), type: 'work' }] });
      const first = await send('POST', '/Users', body, headers);
      const path = `/Users/${idOf(first)}`;
      const titled = patchBody({ op: 'replace', path: 'title', value: 'later' });
      expect((await send('PATCH', path, titled)).headers.get('etag')).not.toBe('W/"1"');
      const changed = await send('POST', '/Users', body, headers);
      expect(asSent(changed)).toEqual(asSent(first));
      expect(changed).toMatchObject({ status: 201, body: { title: 'first', meta: { version: 'W/"1"' } } });
      expect(changed.headers.get('etag')).toBe('W/"1"');
      expect((await get(path)).body['title']).toBe('later');
      await send('DELETE', path);
      expect(asSent(await send('POST', '/Users', body, headers))).toEqual(asSent(first));
      expectError(await get(path), 404);
      const { userName } = body;
      expect((await find('/Users', `userName eq "${userName}"`)).body['totalResults']).toBe(0);
    });

    it('a POST of a group is answered with the members it came with, though they and the group are gone', async () => {
      const headers = key('post');
      const [one, other] = [await userId(), await userId()];
      const body = groupBody({ members: [{ value: one, display: 'One' }, { value: other }] });
      const first = await send('POST', '/Groups', body, headers);
      const path = `/Groups/${idOf(first)}`;
      await send('PATCH', path, patchBody({ op: 'remove', path: 'members' }));
      await send('DELETE', `/Users/${one}`);
      expect(asSent(await send('POST', '/Groups', body, headers))).toEqual(asSent(first));
      await send('DELETE', path);
      const again = await send('POST', '/Groups', body, headers);
      expect(asSent(again)).toEqual(asSent(first));
      expect(again.body['members']).toHaveLength(2);
    });

    it('a PUT and a PATCH are answered as the first time, though the user was changed since or is gone', async () => {
      const made = await user({ title: 'made' });
      const path = `/Users/${idOf(made)}`;
      const [put, patched] = [key('put'), key('patch')];
      const { userName } = made.body;
      const body = userBody({ userName, title: 'put', active: false });
      const ofPut = await send('PUT', path, body, put);
      const titled = (value: string) => patchBody({ op: 'replace', path: 'title', value });
      const ofPatch = await send('PATCH', path, titled('patched'), patched);
      await send('PATCH', path, titled('later'));
      const expectTheSame = async (): Promise<void> => {
        const [againPut, againPatch] = [
          await send('PUT', path, body, put),
          await send('PATCH', path, titled('patched'), patched),
        ];
        expect([asSent(againPut), asSent(againPatch)]).toEqual([asSent(ofPut), asSent(ofPatch)]);
        expect([againPut, againPatch]).toMatchObject([
          { status: 200, body: { title: 'put', meta: { version: 'W/"2"', created: metaOf(made)['created'] } } },
          { status: 200, body: { title: 'patched', meta: { version: 'W/"3"', created: metaOf(made)['created'] } } },
        ]);
      };
      await expectTheSame();
      expect((await get(path)).body['title']).toBe('later');
      expectError(await send('PUT', path, { ...body, title: 'another' }, put), 422);
      await send('DELETE', path);
      await expectTheSame();
      expectError(await get(path), 404);
    });

    it('a PATCH of a group has the attributes and version of the first time, and the members of now', async () => {
      const [one, other] = [await userId(), await userId()];
      const displayName = newName('group');
      const path = `/Groups/${await groupId({ displayName })}`;
      const headers = key('patch');
      const adds = patchBody({ op: 'add', path: 'members', value: [{ value: one }] });
      const first = await send('PATCH', path, adds, headers);
      const renamed = newName('group');
      await send('PATCH', path, patchBody({ op: 'replace', path: 'displayName', value: renamed }));
      expect(asSent(await send('PATCH', path, adds, headers))).toEqual(asSent(first));
      await send('PATCH', path, patchBody({ op: 'replace', path: 'members', value: [{ value: other }] }));
      const again = await send('PATCH', path, adds, headers);
      expect(again).toMatchObject({
        status: 200,
        body: { displayName, meta: metaOf(first), members: [{ value: other }] },
      });
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    });

    it('the first answer has the tag of what is there, also where a manager or member had gone before', async () => {
      const [manager, member] = [await userId(), await userId()];
      const paths = [
        `/Users/${await userId({ schemas: [userSchema, enterpriseSchema], [enterpriseSchema]: { manager: { value: manager } } })}`,
        `/Groups/${await groupId({ members: [{ value: member }] })}`,
      ];
      for (const id of [manager, member]) await send('DELETE', `/Users/${id}`);
      for (const path of paths) {
        const renamed = patchBody({ op: 'replace', path: 'displayName', value: newName() });
        const answer = await send('PATCH', path, renamed, key('patch'));
        expect(answer.status).toBe(200);
        expect(answer.headers.get('etag')).toBe((await get(path)).headers.get('etag'));
      }
    });

    it('a repeat has the form of the first answer where a client wants no body', async () => {
      const headers = { ...key('minimal'), prefer: 'return=minimal' };
      const body = userBody();
      const first = await send('POST', '/Users', body, headers);
      const path = new URL(first.headers.get('location') ?? '').pathname.replace('/scim/v2', '');
      const titled = patchBody({ op: 'add', path: 'title', value: 'x' });
      const patched = await send('PATCH', path, titled, headers);
      expect([first.status, patched.status]).toEqual([201, 204]);
      await send('DELETE', path);
      expect(asSent(await send('POST', '/Users', body, headers))).toEqual(asSent(first));
      expect(asSent(await send('PATCH', path, titled, headers))).toEqual(asSent(patched));
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
