import type { Ground, ScimDirectory } from '../ground.js';

const list = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const configUrn = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';

type Named = { id: string; name: string };

export const discovery = (ground: Ground): void =>
  describe('A. Discovery', () => {
    let directory: ScimDirectory;
    const get = (path: string) => directory.scim.request('GET', path);

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it('#1 GET /ServiceProviderConfig is one object with exactly its own schema', async () => {
      const { status, body } = await get('/ServiceProviderConfig');
      expect(status).toBe(200);
      expect(body['schemas']).toEqual([configUrn]);
      expect(body).not.toHaveProperty('Resources');
    });

    it('#2 the configuration has every block with its numbers', async () => {
      const { body } = await get('/ServiceProviderConfig');
      expect(body).toMatchObject({
        patch: { supported: true },
        bulk: { supported: true, maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
        filter: { supported: true, maxResults: expect.any(Number) },
        changePassword: { supported: false },
        sort: { supported: true },
        etag: { supported: true },
        authenticationSchemes: expect.any(Array),
      });
    });

    it('#7 GET /ResourceTypes lists them all, whatever paging is asked for', async () => {
      const { status, body } = await get('/ResourceTypes?startIndex=9&count=0');
      expect(status).toBe(200);
      expect(body['schemas']).toEqual([list]);
      expect((body['Resources'] as Named[]).map(({ name }) => name)).toEqual(['User', 'Group']);
      expect(body['totalResults']).toBe(2);
    });
  });
