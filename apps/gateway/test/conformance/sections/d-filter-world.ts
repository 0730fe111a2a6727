import type { Answer } from '../../../../../test/e2e/clients.js';
import { deviceBody, directoryWithDevices } from '../device.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { enterpriseSchema, expectError, filtered, idOf, resourcesOf, unknownId, userBody } from '../wire.js';

type Person = { readonly key: string; readonly id: string };

export const certificate = 'MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcNAQEFBQAwTjELMAkGA1UEBhMCVVM=';

/** Few people who differ where the filters look. `key` is what the tests call them. */
const people: Readonly<Record<string, Record<string, unknown>>> = {
  anna: {
    userName: 'Anna@Example.com',
    externalId: 'Ext-A',
    displayName: 'Anna 100%',
    nickName: 'an_na',
    title: 'Engineer',
    name: { givenName: 'Anna', familyName: 'Meyer' },
    emails: [
      { value: 'anna@example.com', type: 'work', primary: true },
      { value: 'anna@home.test', type: 'home' },
    ],
    x509Certificates: [{ value: certificate }],
    [enterpriseSchema]: { department: 'R&D', manager: { value: unknownId } },
  },
  bert: {
    userName: 'bert@example.com',
    externalId: 'ext-a',
    displayName: 'back\\slash "quoted"',
    nickName: 'bXrt*',
    active: false,
    title: 'Engineer of (many) things and [others]',
    name: { givenName: 'Bert', familyName: 'Özil' },
    emails: [
      { value: 'bert@home.test', type: 'work' },
      { value: 'bert@example.com', type: 'home' },
    ],
  },
  carl: {
    userName: 'carl@example.com',
    displayName: 'Carl 100x',
    name: { givenName: 'Carl', familyName: 'Zorn' },
    emails: [{ value: 'carl@other.test' }],
    [enterpriseSchema]: { department: 'Sales' },
  },
  dora: { userName: 'dora@example.com', displayName: '10/12\nüber 😀', locale: 'de' },
};

/** A directory with these people and a few devices, and what is asked of it. */
export const filterWorld = (ground: Ground) => {
  let directory: ScimDirectory;
  let made: readonly Person[];
  let devices: readonly Person[];
  const send = (method: string, path: string, body?: unknown) => directory.scim.request(method, path, body);
  const get = (path: string) => send('GET', path);
  const keysOf = (known: readonly Person[], found: readonly Record<string, unknown>[]): string[] =>
    found.map(({ id }) => known.find((person) => person.id === id)?.key ?? 'stranger').sort();
  const idOfKey = (key: string): string => [...made, ...devices].find((person) => person.key === key)?.id ?? '';

  /** Whom a filter over users finds. */
  const found = async (filter: string): Promise<string[]> => {
    const answer = await get(filtered('/Users', filter));
    expect({ filter, status: answer.status, detail: answer.body['detail'] }).toEqual({ filter, status: 200 });
    const keys = keysOf(made, resourcesOf(answer));
    expect(answer.body['totalResults']).toBe(keys.length);
    return keys;
  };
  const foundDevices = async (filter: string): Promise<string[]> => {
    const answer = await get(filtered('/Devices', filter));
    expect({ filter, status: answer.status, detail: answer.body['detail'] }).toEqual({ filter, status: 200 });
    return keysOf(devices, resourcesOf(answer));
  };
  const refused = async (filter: string, path = '/Users') => {
    const answer = await get(filtered(path, filter));
    expect({ filter, status: answer.status }).toEqual({ filter, status: 400 });
    expectError(answer, 400, 'invalidFilter');
    return answer;
  };

  beforeAll(async () => {
    directory = await directoryWithDevices(ground);
    const create = async (path: string, key: string, body: unknown): Promise<Person> => {
      const created = await send('POST', path, body);
      if (created.status !== 201) throw new Error(JSON.stringify(created.body));
      return { key, id: idOf(created) };
    };
    const all: Person[] = [];
    for (const [key, changes] of Object.entries(people)) all.push(await create('/Users', key, userBody(changes)));
    made = all;
    devices = [
      await create(
        '/Devices',
        'five',
        deviceBody({ slots: 5, weight: 7, retired: true, bought: '2026-03-01T10:00:00Z' }),
      ),
      await create(
        '/Devices',
        'minus',
        deviceBody({
          slots: -3,
          weight: 0.5,
          retired: false,
          bought: '2026-03-01T12:00:00.5+02:00',
          key: certificate,
        }),
      ),
      await create('/Devices', 'none', deviceBody({ label: 'Bare', codes: ['Red', 'Blue'] })),
    ];
  });
  return {
    send,
    get,
    found,
    foundDevices,
    refused,
    keysOf: (answer: Answer) => keysOf(made, resourcesOf(answer)),
    idOfKey,
  };
};
