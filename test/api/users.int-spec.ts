import { type House, openHouse, type TestDirectory } from './house.js';

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const user = (userName: string, more: object = {}) => ({ schemas: [userSchema], userName, ...more });

describe('users over HTTP', () => {
  let house: House;
  let directory: TestDirectory;

  beforeAll(async () => {
    house = await openHouse();
    directory = await house.directory();
  });

  afterAll(() => house.close());

  it('creates a user that can be read at once, under its Location', async () => {
    const created = await directory.scim.post('/Users', user('ada@example.com', { name: { givenName: 'Ada' } }));
    expect(created.status).toBe(201);
    expect(created.headers['content-type']).toBe('application/scim+json');
    expect(created.headers['location']).toBe(`https://scim.example/scim/v2/Users/${created.body.id}`);
    expect(created.headers['etag']).toBe('W/"1"');
    const read = await directory.scim.get(`/Users/${created.body.id}`);
    expect(read).toMatchObject({ status: 200, body: created.body });
  });

  it('lets exactly one of two simultaneous creates of one userName through', async () => {
    const answers = await Promise.all([1, 2].map(() => directory.scim.post('/Users', user('twice@example.com'))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const winner = answers.find(({ status }) => status === 201);
    const loser = answers.find(({ status }) => status === 409);
    expect(loser?.body).toMatchObject({ scimType: 'uniqueness', status: '409' });
    expect(loser?.headers['location']).toBe(winner?.body.meta.location);
  });
});
