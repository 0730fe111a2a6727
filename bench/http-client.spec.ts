import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpClient } from './http-client.js';

describe('the client of the bench', () => {
  let server: Server;
  let client: HttpClient;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        if (request.url === '/none') response.writeHead(204).end();
        else if (request.url === '/cut') response.socket?.destroy();
        else if (request.url === '/pieces') {
          response.writeHead(200);
          for (const piece of ['ä'.repeat(40_000), 'b', 'c'.repeat(100_000)]) response.write(piece);
          response.end();
        } else
          response
            .writeHead(201, { 'Content-Length': Buffer.byteLength(`${request.method} ${body}`) })
            .end(`${request.method} ${body}`);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    client = new HttpClient('127.0.0.1', (server.address() as AddressInfo).port);
  });
  afterAll(() => {
    client.close();
    server.close();
  });

  it('reads answers with a length, in pieces and without a body, one after the other', async () => {
    expect(await client.request('POST', '/', '', '{"name":"Zoë"}')).toEqual({
      status: 201,
      text: 'POST {"name":"Zoë"}',
    });
    const { text } = await client.request('GET', '/pieces', '');
    expect(text).toBe(`${'ä'.repeat(40_000)}b${'c'.repeat(100_000)}`);
    expect(await client.request('GET', '/none', '')).toEqual({ status: 204, text: '' });
    expect((await client.request('GET', '/', '')).status).toBe(201);
  });

  it('tells of a connection that was cut, and goes on with another', async () => {
    await expect(client.request('GET', '/cut', '')).rejects.toThrow();
    expect((await client.request('GET', '/', '')).status).toBe(201);
  });
});
