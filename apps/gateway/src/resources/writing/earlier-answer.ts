import type { VoidReason } from '#journal';
import type { Database } from '#persistence';
import type { StoredResource } from '#read-model';
import type { ResourceType, ScimError } from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import { ATTEMPTS, type CommandIds } from './command-ids.js';
import { otherBody, parked } from './resource-answers.js';
import { settlementToScimError } from './settlement-to-scim-error.js';
import { stateAfter } from './state-after.js';
import { type CommandOfKeyRow, commandsOfKey } from './statements/commands-of-key.js';
import { type WriteOutcome, written } from './write-outcome.js';

export type Repeatable = {
  readonly request: ScimRequest;
  readonly type: ResourceType;
  readonly ids: CommandIds;
  /** What is written; absent while that is created. */
  readonly id?: string;
  readonly deletes?: boolean;
};

export type Earlier = {
  /** How many command ids of this request have a verdict already, so that a repeat begins with the next. */
  readonly attempts: number;
  readonly outcome?: WriteOutcome;
};

type Sources = {
  readonly database: Database;
  readonly generation: ActiveGeneration;
  readonly keyOf: (id: string) => Promise<Buffer | 'erased' | undefined>;
  readonly read: (request: ScimRequest, type: ResourceType, id: string) => Promise<StoredResource | ScimError>;
};

const nothing: Earlier = { attempts: 0 };

/** What became of this request when it was sent before with the same `Idempotency-Key`, if it was. */
export const earlierAnswer = async (repeatable: Repeatable, sources: Sources): Promise<Earlier> => {
  const { ids, id } = repeatable;
  if (!ids.range) return nothing;
  const mine = Array.from({ length: ATTEMPTS }, (_, attempt) => ids.of(attempt));
  const statement = commandsOfKey(sources.generation.schema);
  const values = [...ids.range, mine, id === undefined];
  const known = await sources.database.query<CommandOfKeyRow>(statement, values);
  const own = known.filter((command) => command.mine);
  const attempts = own.length;
  const accepted = own.find((command) => command.accepted);
  if (accepted) return { attempts, outcome: await firstOutcome(repeatable, accepted, sources) };
  if (known.length > attempts) return { attempts: 0, outcome: otherBody };
  const last = own.at(-1);
  return !last || isOpen(last) ? { attempts } : { attempts, outcome: refusal(last) };
};

/** Another attempt may do better: what was lost to another change, or came too late. */
const isOpen = ({ reason }: CommandOfKeyRow): boolean =>
  reason === 'version' || reason === 'expired' || reason === 'incomplete';

const refusal = ({ reason, scope }: CommandOfKeyRow): ScimError =>
  settlementToScimError({ kind: 'void', reason: reason as VoidReason, ...(scope !== null && { scope }) });

/** The resource as that command left it; where nobody can read that any more, as it is now. */
const firstOutcome = async (
  { request, type, id: asked, deletes }: Repeatable,
  command: CommandOfKeyRow,
  { keyOf, read }: Sources,
): Promise<WriteOutcome> => {
  const id = asked ?? command.id;
  if (id === null) return parked;
  if (deletes) return written(type, id, {}, { ...command, version: command.version ?? 0 });
  const key = await keyOf(id);
  const first =
    key instanceof Buffer ? stateAfter(command, { type, directoryId: request.caller.directory.id, key }) : undefined;
  if (first) return first;
  const resource = await read(request, type, id);
  return 'kind' in resource ? resource : { kind: 'written', resource, isChanged: true };
};
