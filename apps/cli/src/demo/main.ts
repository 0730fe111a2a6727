import { adminClient } from '../admin-client.js';
import { findConnection } from '../config.js';
import { Failure } from '../failure.js';
import { startDownstream } from './downstream.js';
import { person, sparseUpdate, testUser } from './jumpcloud.js';
import { Story } from './story.js';

type Created = { readonly id: string; readonly scimBaseUrl: string; readonly token: string };

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const filterFor = (email: string): string => `/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}`;

/** Find, create, read, update, delete: what JumpCloud does when an admin presses "Test Connection". */
const testConnection = async (story: Story): Promise<void> => {
  const email = 'jc-test@example.com';
  await story.request('GET', filterFor(email), 200);
  const created = await story.request('POST', '/Users', 201, testUser(email));
  const id = String(created.body['id']);
  await story.request('GET', `/Users/${id}`, 200);
  const updated = await story.request('PUT', `/Users/${id}`, 200, sparseUpdate(id, email));
  if (!Array.isArray(updated.body['emails'])) throw new Failure('The sparse update lost the e-mail address.');
  await story.request('DELETE', `/Users/${id}`, 204);
  await story.request('GET', `/Users/${id}`, 404);
  await story.tellEvents(id);
  await story.untilDownstream('no account is left', (accounts) => accounts.length === 0);
};

const shortLife = async (story: Story): Promise<void> => {
  const email = 'ada@example.com';
  say('\nAda joins');
  await story.request('GET', filterFor(email), 200);
  const created = await story.request('POST', '/Users', 201, person(email));
  const id = String(created.body['id']);
  await story.tellEvents(id);
  await story.untilDownstream('one account', ([ada]) => ada?.['userName'] === email);

  const chapters = [
    { title: 'Ada is promoted', changes: { title: 'Principal Engineer' }, name: 'title', value: 'Principal Engineer' },
    {
      title: 'Ada goes on leave',
      changes: { title: 'Principal Engineer', active: false },
      name: 'active',
      value: false,
    },
    { title: 'Ada is back', changes: { title: 'Principal Engineer', active: true }, name: 'active', value: true },
  ];
  for (const { title, changes, name, value } of chapters) {
    say(`\n${title}`);
    await story.request('PUT', `/Users/${id}`, 200, person(email, { id, ...changes }));
    await story.tellEvents(id);
    await story.untilDownstream(`${name} is ${value}`, ([ada]) => ada?.[name] === value);
  }

  say('\nAda leaves');
  await story.request('DELETE', `/Users/${id}`, 204);
  await story.tellEvents(id);
  await story.untilDownstream('the account is gone or inactive', (accounts) =>
    accounts.every((one) => one['active'] === false),
  );
};

const play = async (): Promise<void> => {
  const admin = adminClient(await findConnection());
  const name = `demo ${new Date().toISOString()}`;
  const directory = await admin.call<Created>('POST', '/directories', { name, provider: 'jumpcloud' });
  say(`Directory "${name}" of kind jumpcloud: ${directory.scimBaseUrl}`);
  const downstream = await startDownstream();
  try {
    const target = { name, directory: directory.id, profile: 'generic', url: downstream.url, token: downstream.token };
    await admin.call('POST', '/targets', target);
    say(`Downstream SCIM product: ${downstream.url}`);
    const { token, scimBaseUrl, id: directoryId } = directory;
    const story = new Story({ admin, scimBaseUrl, token, directoryId, downstream, say });
    say('\nJumpCloud tests the connection');
    await testConnection(story);
    await shortLife(story);
    say(
      `\n${story.requests} requests from the identity provider, ${story.events} events on the journal, ${story.sent} requests to the product. All as it should be.`,
    );
  } finally {
    await admin.call('DELETE', `/targets/${encodeURIComponent(name)}`).catch(() => undefined);
    await admin.call('POST', `/directories/${directory.id}/disable`).catch(() => undefined);
    await downstream.close();
  }
};

try {
  await play();
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
