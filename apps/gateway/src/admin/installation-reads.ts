import { type CustomSchemas, canonicalName, type LiveDirectory, type LiveTarget, noCustomSchemas } from '#domain';
import type { Database } from '#persistence';
import type { StoredDirectory, StoredTarget, StoredToken } from '#read-model';
import { isProviderKind, type SettingOverrides } from '#scim';
import type { ActiveGeneration } from '../proposing/active-generation.js';
import { isResourceId } from '../resources/uuid.js';

/** Directories and targets as operators address them: by id, or by name in any case. */
export class InstallationReads {
  constructor(private readonly parts: { readonly database: Database; readonly generation: ActiveGeneration }) {}

  directories(): Promise<readonly StoredDirectory[]> {
    return this.parts.generation.model.directories(this.parts.database);
  }

  async directory(reference: string): Promise<StoredDirectory | undefined> {
    return named(await this.directories(), reference);
  }

  async tokens(directoryId: string): Promise<readonly StoredToken[]> {
    const all = await this.parts.generation.model.tokens(this.parts.database);
    return all.filter((token) => token.directoryId === directoryId);
  }

  targets(): Promise<readonly StoredTarget[]> {
    return this.parts.generation.model.targets(this.parts.database);
  }

  async target(reference: string): Promise<StoredTarget | undefined> {
    return named(await this.targets(), reference);
  }

  /** What the domain decides on. */
  async directoryState(id: string): Promise<LiveDirectory | { readonly is: 'absent' }> {
    const [directories, tokens] = await Promise.all([this.directories(), this.tokens(id)]);
    const row = directories.find((each) => each.id === id);
    if (!row) return { is: 'absent' };
    return {
      is: 'live',
      version: row.version,
      name: row.name,
      provider: isProviderKind(row.provider) ? row.provider : 'generic',
      isEnabled: row.state === 'enabled',
      settings: row.settings as SettingOverrides,
      tokens,
      custom: { ...noCustomSchemas, ...(row.schemas as Partial<CustomSchemas>) },
    };
  }

  async targetState(id: string): Promise<LiveTarget | { readonly is: 'absent' }> {
    const row = (await this.targets()).find((each) => each.id === id);
    if (!row) return { is: 'absent' };
    const { directoryId, name, profile, url, secret, settings, version, resync } = row;
    const isPaused = row.state === 'paused';
    return { is: 'live', directoryId, name, profile, url, secret, settings, version, resync, isPaused };
  }
}

const named = <T extends { readonly id: string; readonly name: string }>(
  rows: readonly T[],
  reference: string,
): T | undefined => {
  if (isResourceId(reference)) return rows.find(({ id }) => id === reference);
  const wanted = canonicalName(reference);
  return rows.find(({ name }) => canonicalName(name) === wanted);
};
