import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CustomSchemas, decideDirectory, evolveDirectory } from '#domain';
import type { StoredDirectory } from '#read-model';
import { isScimError, type ResourceType, resourceTypesOf, type ScimError } from '#scim';
import type { Problem } from '../../http/send.js';
import { noDirectory } from '../directories/change-directory.handler.js';
import { InstallationReads } from '../installation-reads.js';
import { InstallationWrites } from '../installation-writes.js';
import { problem } from '../problem.js';
import { ChangeSchemas, type SchemaChange } from './change-schemas.command.js';
import { ExistingData } from './existing-data.js';
import { questionsOfChange } from './questions-of-change.js';

/**
 * Takes a change of schemas only when every stored resource is valid under it and means the same. A resource that is
 * written in the very moment of the change may still be of the old form; it is then read as the new schema sees it.
 */
@CommandHandler(ChangeSchemas)
export class ChangeSchemasHandler implements ICommandHandler<ChangeSchemas> {
  constructor(
    private readonly writes: InstallationWrites,
    private readonly reads: InstallationReads,
    private readonly existing: ExistingData,
  ) {}

  /** @returns the directory as it is after the change */
  async execute({ reference, change, requestId }: ChangeSchemas): Promise<StoredDirectory | Problem> {
    const found = await this.reads.directory(reference);
    if (!found) return noDirectory(reference);
    const refusal = await this.#refusal(found.id, change);
    if (refusal) return refusal;
    const applied = await this.writes.apply({
      aggregate: { type: 'Directory', id: found.id },
      requestId,
      decide: async () => decideDirectory(await this.reads.directoryState(found.id), change),
    });
    if (applied.kind === 'problem') return applied;
    return (await this.reads.directory(found.id)) ?? noDirectory(reference);
  }

  async #refusal(directoryId: string, change: SchemaChange): Promise<Problem | undefined> {
    const state = await this.reads.directoryState(directoryId);
    if (state.is !== 'live') return noDirectory(directoryId);
    const missing = missingThing(state.custom, change);
    if (missing) return problem(404, missing);
    const decision = decideDirectory(state, change);
    if (decision.kind !== 'accepted') return undefined;
    const [event] = decision.events;
    const next = evolveDirectory(state, event, { id: directoryId, version: state.version + 1, time: 0 });
    const before = resourceTypesOf(state.custom);
    const after = next.is === 'live' ? resourceTypesOf(next.custom) : before;
    if (isScimError(before)) return unusable(before);
    if (isScimError(after)) return unusable(after);
    return this.#dataProblem(directoryId, before, after);
  }

  async #dataProblem(
    directoryId: string,
    before: readonly ResourceType[],
    after: readonly ResourceType[],
  ): Promise<Problem | undefined> {
    const problems = await this.existing.problemsWith(directoryId, questionsOfChange(before, after));
    if (problems.length === 0) return undefined;
    return problem(409, `Existing data would not fit: ${problems.join('; ')}.`, problems);
  }
}

const unusable = ({ detail }: ScimError): Problem => problem(400, detail);

const missingThing = ({ schemas, resourceTypes }: CustomSchemas, change: SchemaChange): string | undefined => {
  if (change.kind === 'remove-schema' && !Object.hasOwn(schemas, change.id)) {
    return `The directory has no schema of its own with the id ${JSON.stringify(change.id.slice(0, 200))}.`;
  }
  if (change.kind === 'remove-resource-type' && !Object.hasOwn(resourceTypes, change.name)) {
    return `The directory has no resource type of its own named ${JSON.stringify(change.name.slice(0, 100))}.`;
  }
  return undefined;
};
