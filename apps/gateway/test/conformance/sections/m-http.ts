import { gzipSync } from 'node:zlib';
import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { type RawRequest, rawRequest } from '../raw-http.js';
import { expectError, idOf, metaOf, userBody } from '../wire.js';

export const http = (ground: Ground): void =>
  describe('M. HTTP', () => {
    let directory: ScimDirectory;
    const { send, get, user } = callsOn(() => directory);
    const raw = ({ headers = {}, target, ...others }: RawRequest) =>
      rawRequest(ground.origin(), {
        ...others,
        target: `/scim/v2${target}`,
        headers: { authorization: `Bearer ${directory.token}`, ...headers },
      });

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it.each([
      undefined,
      '*/*',
      'application/scim+json',
      'application/json',
      'application/*;q=0.5',
      'text/html, */*;q=0.1',
    ])('#246 Accept %s is answered with scim+json and no parameters', async (accept) => {
      const answer = await raw({ method: 'GET', target: '/Users', headers: accept ? { accept } : {} });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/scim+json');
    });

    it('#246 what is answered is UTF-8', async () => {
      const created = await user({ displayName: 'Žofie 👩' });
      const answer = await raw({ method: 'GET', target: `/Users/${idOf(created)}` });
      expect(answer.text).toContain('Žofie 👩');
    });

    it('#246 (cfg) with responseMediaType as-accepted, application/json alone is answered with it, errors too', async () => {
      const plain = await ground.directory({ responseMediaType: 'as-accepted' });
      for (const [address, accept, type] of [
        ['/Users', 'application/json', 'application/json'],
        ['/Users/nobody', 'application/json', 'application/json'],
        ['/Users', 'application/json, */*', 'application/scim+json'],
      ] as const) {
        const answer = await plain.scim.request('GET', address, undefined, { accept });
        expect(answer.headers.get('content-type')).toBe(type);
      }
    });

    it('#247 an Accept that excludes JSON is 406', async () => {
      for (const accept of ['text/html', 'application/xml', 'application/json;q=0']) {
        expectError(await raw({ method: 'GET', target: '/Users', headers: { accept } }), 406);
      }
    });

    it('#247 (cfg) with unacceptableMediaType answer, JSON comes anyway', async () => {
      const calm = await ground.directory({ unacceptableMediaType: 'answer' });
      expect((await calm.scim.request('GET', '/Users', undefined, { accept: 'text/html' })).status).toBe(200);
    });

    it.each([
      'application/scim+json',
      'application/json',
      'application/json; charset=utf-8',
      'APPLICATION/SCIM+JSON;charset="UTF-8"',
      'application/scim+json ; charset=UTF8',
      'application/scim+json; charset=ISO-8859-1',
    ])('#248 a body of type %s is read', async (type) => {
      expect((await send('POST', '/Users', userBody(), { 'content-type': type })).status).toBe(201);
    });

    it('#248 a body that is not UTF-8 is refused, whatever charset its type names', async () => {
      const body = Buffer.from(JSON.stringify(userBody({ displayName: 'Zoë' })), 'latin1');
      const headers = { 'content-type': 'application/scim+json; charset=ISO-8859-1' };
      expectError(await raw({ method: 'POST', target: '/Users', body, headers }), 400, 'invalidSyntax');
    });

    it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16'])(
      '#249 a body of type %s is 415',
      async (type) => {
        expectError(await send('POST', '/Users', JSON.stringify(userBody()), { 'content-type': type }), 415);
      },
    );

    it('#249 (cfg) a body without a type is read as JSON, or refused with missingContentType', async () => {
      const body = JSON.stringify(userBody());
      expect((await raw({ method: 'POST', target: '/Users', body })).status).toBe(201);
      const strict = await ground.directory({ missingContentType: 'reject' });
      const headers = { authorization: `Bearer ${strict.token}` };
      expectError(await raw({ method: 'POST', target: '/Users', body, headers }), 415);
    });

    it('#250 a trailing slash changes nothing', async () => {
      const created = await user();
      for (const path of [
        '/Users/',
        `/Users/${idOf(created)}/`,
        '/Schemas/',
        '/ServiceProviderConfig/',
        '/ResourceTypes/User/',
      ]) {
        expect((await get(path)).status).toBe(200);
      }
      expect((await send('POST', '/Users/', userBody())).status).toBe(201);
      expect((await get(`/Users/${idOf(created)}/`)).body).toEqual(created.body);
    });

    it('#251 HEAD is GET without its body', async () => {
      const created = await user();
      for (const path of [`/Users/${idOf(created)}`, '/Users', '/Schemas']) {
        const [head, read] = [await raw({ method: 'HEAD', target: path }), await raw({ method: 'GET', target: path })];
        expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: '' });
        expect(head.headers.get('content-type')).toBe(read.headers.get('content-type'));
        expect(head.headers.get('etag')).toBe(read.headers.get('etag'));
      }
      expect((await raw({ method: 'HEAD', target: '/Users/none' })).status).toBe(404);
    });

    it('#251 OPTIONS names the methods, and others are 405 with Allow', async () => {
      const created = await user();
      for (const [path, method] of [
        ['/Users', 'POST'],
        [`/Users/${idOf(created)}`, 'PATCH'],
        ['/Bulk', 'POST'],
        ['/Schemas', 'GET'],
      ] as const) {
        const options = await raw({ method: 'OPTIONS', target: path });
        expect([200, 204]).toContain(options.status);
        expect(options.headers.get('allow')).toContain(method);
        const refused = await raw({ method: 'REPORT', target: path });
        expect([404, 405, 501]).toContain(refused.status);
      }
      const put = await send('PUT', '/Bulk', {});
      expectError(put, 405);
      expect(put.headers.get('allow')).toBe('POST');
    });

    it('#252 a compressed body, which is not advertised, is 415', async () => {
      const body = gzipSync(JSON.stringify(userBody()));
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      expectError(await raw({ method: 'POST', target: '/Users', body, headers }), 415);
    });

    it('#252 a body that is not UTF-8 is refused', async () => {
      const text = JSON.stringify(userBody({ displayName: 'X' }));
      const body = Buffer.from(text);
      body[text.indexOf('"X"') + 1] = 0xff;
      const headers = { 'content-type': 'application/json' };
      expectError(await raw({ method: 'POST', target: '/Users', body, headers }), 400, 'invalidSyntax', 'invalidValue');
    });

    it('#253 addresses are the configured ones, whatever Host a client claims', async () => {
      const created = await user();
      const headers = {
        host: 'evil.example.com',
        'x-forwarded-host': 'evil.example.com',
        'x-forwarded-proto': 'https',
        forwarded: 'host=evil.example.com',
      };
      for (const target of [`/Users/${idOf(created)}`, '/Users', '/ResourceTypes', '/ServiceProviderConfig']) {
        const answer = await raw({ method: 'GET', target, headers });
        expect(answer.status).toBe(200);
        expect(answer.text + [...answer.headers].join()).not.toContain('evil');
      }
      const body = JSON.stringify(userBody());
      const posted = await raw({
        method: 'POST',
        target: '/Users',
        body,
        headers: { ...headers, 'content-type': 'application/json' },
      });
      expect(posted.headers.get('location')).toBe(`${directory.base}/Users/${idOf(posted)}`);
      expect(metaOf(posted)['location']).toBe(posted.headers.get('location'));
    });

    it('#254 nothing about people is kept by caches', async () => {
      const created = await user();
      for (const path of ['/Users', `/Users/${idOf(created)}`, '/Users/none']) {
        expect((await get(path)).headers.get('cache-control')).toMatch(/no-store|private/);
      }
    });
  });
