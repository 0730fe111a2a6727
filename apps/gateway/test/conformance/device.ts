import type { Ground, ScimDirectory } from './ground.js';

export const deviceSchema = 'urn:example:params:scim:schemas:Device:2.0';
export const badgeSchema = 'urn:example:params:scim:schemas:extension:badge:1.0';

/** One attribute of every type and of every way to be returned, changed and unique. */
export const deviceDocument = {
  id: deviceSchema,
  name: 'Device',
  description: 'A machine somebody uses.',
  attributes: [
    { name: 'label', required: true },
    { name: 'serial', caseExact: true, uniqueness: 'server' },
    { name: 'asset', uniqueness: 'server' },
    { name: 'slots', type: 'integer' },
    { name: 'weight', type: 'decimal' },
    { name: 'retired', type: 'boolean' },
    { name: 'bought', type: 'dateTime' },
    { name: 'key', type: 'binary' },
    { name: 'manual', type: 'reference', referenceTypes: ['external'] },
    { name: 'stamp', mutability: 'immutable' },
    { name: 'kind', canonicalValues: ['phone', 'laptop'] },
    { name: 'pin', mutability: 'writeOnly', returned: 'never' },
    { name: 'hint', returned: 'request' },
    { name: 'tag', returned: 'always' },
    { name: 'codes', multiValued: true },
    {
      name: 'ports',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'value' }, { name: 'type' }, { name: 'number', type: 'integer' }],
    },
  ],
} as const;

export const deviceType = { name: 'Device', endpoint: '/Devices', schema: deviceSchema, description: 'Machines.' };

/** An extension of users. */
export const badgeDocument = {
  id: badgeSchema,
  name: 'Badge',
  description: 'What opens doors.',
  attributes: [{ name: 'number', required: true, uniqueness: 'server' }, { name: 'colour' }],
} as const;

export const deviceBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  schemas: [deviceSchema],
  label: 'Phone',
  ...changes,
});

const put = async (ground: Ground, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await ground.admin().request('PUT', path, body);
  if (status !== 200) throw new Error(`PUT ${path} was refused: ${status} ${JSON.stringify(answer)}`);
};

export const addSchema = (ground: Ground, directory: ScimDirectory, document: { id: string }, owners: unknown = []) =>
  put(ground, `/directories/${directory.id}/schemas/${document.id}`, { document, extends: owners });

export const addDevices = async (ground: Ground, directory: ScimDirectory): Promise<void> => {
  await addSchema(ground, directory, deviceDocument);
  await put(ground, `/directories/${directory.id}/resource-types/Device`, { document: deviceType });
};

/** A directory whose resource types are User, Group and Device. */
export const directoryWithDevices = async (
  ground: Ground,
  settings?: Readonly<Record<string, unknown>>,
): Promise<ScimDirectory> => {
  const directory = await ground.directory(settings);
  await addDevices(ground, directory);
  return directory;
};
