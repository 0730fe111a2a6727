import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { rawExchange, rawRequest } from '../raw-http.js';
import { expectError, idOf, userBody } from '../wire.js';

export const authentication = (ground: Ground): void =>
  describe('L. Authentication', () => {
    let directory: ScimDirectory;
    const { send, get } = callsOn(() => directory);
    const issue = async (token: Record<string, unknown>): Promise<string> => {
      const issued = await ground.admin().request('POST', `/directories/${directory.id}/tokens`, token);
      expect(issued.status).toBe(201);
      return issued.body['token'] as string;
    };
    const usersWith = (headers: Record<string, string>) =>
      rawRequest(ground.origin(), { method: 'GET', target: '/scim/v2/Users', headers });

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it.each([
      ['no header', {}],
      ['no scheme', { authorization: 'non-token' }],
      ['another scheme', { authorization: 'Basic YTpi' }],
      ['an unknown token', { authorization: 'Bearer 0123456789abcdef0123456789abcdef' }],
      ['an empty token', { authorization: 'Bearer ' }],
      ['two tokens', { authorization: 'Bearer a b' }],
    ])('#240 %s is 401 with a challenge', async (_, headers) => {
      const answer = await usersWith(headers as Record<string, string>);
      expectError(answer, 401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    });

    it('#240 an expired and a revoked token are 401', async () => {
      const expired = await issue({ label: 'expired', expiresAt: Date.now() - 1_000 }).catch(() => undefined);
      if (expired) expectError(await usersWith({ authorization: `Bearer ${expired}` }), 401);
      const token = await issue({ label: 'revoked' });
      const authorization = `Bearer ${token}`;
      expect((await usersWith({ authorization })).status).toBe(200);
      const tokens = await ground.admin().request('GET', `/directories/${directory.id}/tokens`);
      const revoked = (tokens.body['tokens'] as { id: string; label: string }[]).find(
        ({ label }) => label === 'revoked',
      );
      await ground.admin().request('DELETE', `/directories/${directory.id}/tokens/${revoked?.id}`);
      expectError(await usersWith({ authorization }), 401);
    });

    it('#241 a token that may only read is 403 for a change', async () => {
      const authorization = `Bearer ${await issue({ label: 'auditor', readOnly: true })}`;
      expect((await usersWith({ authorization })).status).toBe(200);
      expect((await send('POST', '/.search', { filter: 'id pr' }, { authorization })).status).toBe(200);
      const created = await send('POST', '/Users', userBody());
      const path = `/Users/${idOf(created)}`;
      for (const [method, target, body] of [
        ['POST', '/Users', userBody()],
        ['PUT', path, userBody()],
        ['PATCH', path, {}],
        ['DELETE', path, undefined],
        ['POST', '/Bulk', {}],
      ] as const) {
        expectError(await send(method, target, body, { authorization }), 403);
      }
      expect((await get(path)).body).toEqual(created.body);
    });

    it('#241 the token of a disabled directory is 403', async () => {
      const other = await ground.directory();
      await ground.admin().request('POST', `/directories/${other.id}/disable`);
      expectError(await other.scim.request('GET', '/Users'), 403);
      await ground.admin().request('POST', `/directories/${other.id}/enable`);
      expect((await other.scim.request('GET', '/Users')).status).toBe(200);
    });

    it('#242 a token in the query is not read; the scheme has no case', async () => {
      for (const name of ['access_token', 'token', 'authorization']) {
        const target = `/scim/v2/Users?${name}=${encodeURIComponent(directory.token)}`;
        expectError(await rawRequest(ground.origin(), { method: 'GET', target }), 401);
      }
      for (const scheme of ['bearer', 'BEARER', 'Bearer']) {
        expect((await usersWith({ authorization: `${scheme} ${directory.token}` })).status).toBe(200);
      }
    });

    it('#244 a request without a token is refused before its body is read', async () => {
      const wrong = { authorization: 'Bearer nobody' };
      expectError(await send('POST', '/Users', '{"broken', wrong), 401);
      expectError(await send('POST', '/Users', ' '.repeat(3_000_000), wrong), 401);
      expectError(await send('POST', '/Users', 'x', { ...wrong, 'content-type': 'text/plain' }), 401);
      const head = ['POST /scim/v2/Users HTTP/1.1', 'Host: x', 'Content-Length: 1000', '\r\n'].join('\r\n');
      expect(await rawExchange(ground.origin(), [head], /\}$/)).toMatch(/^HTTP\/1\.1 401/);
    });

    it('#245 without a token nobody learns which addresses exist', async () => {
      const answers = await Promise.all(
        ['/Users', '/nothing', '/Schemas', `/Users/${'0'.repeat(36)}`].map((path) => get(path, { authorization: 'x' })),
      );
      for (const answer of answers) {
        expectError(answer, 401);
        expect(answer.body).toEqual(answers[0]?.body);
      }
    });
  });
