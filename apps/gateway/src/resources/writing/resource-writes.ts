import type { Accepted, Decision, Rejection, Unchanged } from '#domain';
import type { Database } from '#persistence';
import type { MasterKey, SubjectKeys } from '#privacy';
import type { StoredResource } from '#read-model';
import { delay, fullJitter } from '#runtime';
import {
  type Attributes,
  checkAbsentPreconditions,
  checkWritePreconditions,
  type ResourceType,
  readPreconditions,
  type ScimError,
} from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import type { Draft } from '../../proposing/draft.js';
import type { Proposing } from '../../proposing/proposing.js';
import type { Settlement } from '../../proposing/settlement.js';
import { BatchedRead } from '../reading/batched-read.js';
import type { ResourceReader } from '../reading/resource-reader.js';
import { isResourceId } from '../uuid.js';
import { canonicalText } from './canonical-text.js';
import { ATTEMPTS, type CommandIds, commandIdsOf } from './command-ids.js';
import { type Earlier, earlierAnswer, type Repeatable } from './earlier-answer.js';
import { rejectionToScimError } from './rejection-to-scim-error.js';
import { notFound, parked } from './resource-answers.js';
import { ResourceQueue } from './resource-queue.js';
import { busy, settlementToScimError } from './settlement-to-scim-error.js';
import type { UniquenessAnswer } from './uniqueness-answer.js';
import { type WriteOutcome, type Written, written } from './write-outcome.js';

/** Below the half minute that clients wait for an answer. */
const TRIED_AT_MOST_MS = 15_000;

/** A decision together with the attributes the resource has once it is accepted. */
export type Decided = { readonly decision: Decision; readonly after: Attributes };

/** A creation whose references were found. */
export type Creation = { readonly decide: (id: string) => Decided };

export type Change = {
  readonly request: ScimRequest;
  readonly type: ResourceType;
  readonly id: string;
  /** Commutes with other changes of the same resource: needs no turn. */
  readonly commutes?: boolean;
  /** Once done there is nothing left to read. */
  readonly deletes?: boolean;
  readonly decide: (stored: StoredResource) => Promise<Decided | ScimError>;
};

type Parts = {
  readonly database: Database;
  readonly generation: ActiveGeneration;
  readonly subjectKeys: SubjectKeys;
  readonly master: MasterKey;
  readonly proposing: Proposing;
  readonly reader: ResourceReader;
  readonly uniqueness: UniquenessAnswer;
};

/** The way of every SCIM write after its body is understood: state, precondition, decision, proposal, answer. */
export class ResourceWrites {
  readonly #queue = new ResourceQueue();
  readonly #keys: BatchedRead<string, Buffer | 'erased'>;

  constructor(private readonly parts: Parts) {
    this.#keys = new BatchedRead(async (ids) => {
      const found = await parts.subjectKeys.keysOf(ids);
      return ids.map((id) => found.get(id));
    });
  }

  async read(request: ScimRequest, type: ResourceType, id: string): Promise<StoredResource | ScimError> {
    if (!isResourceId(id)) return notFound;
    const key = { directoryId: request.caller.directory.id, type: type.name, id };
    const found = await this.parts.reader.byId(key);
    if (found === undefined) return notFound;
    return found === 'parked' ? parked : found;
  }

  async create(
    request: ScimRequest,
    type: ResourceType,
    prepare: () => Promise<Creation | ScimError>,
  ): Promise<WriteOutcome> {
    const ids = commandIdsOf(request, this.parts.master);
    const earlier = await this.#earlier({ request, type, ids });
    if (earlier.outcome) return earlier.outcome;
    const outcome = await this.#create(request, type, prepare, ids.of(earlier.attempts));
    return this.#firstOutcome({ request, type, ids }, outcome);
  }

  async #create(
    request: ScimRequest,
    type: ResourceType,
    prepare: () => Promise<Creation | ScimError>,
    commandId: string,
  ): Promise<WriteOutcome> {
    const creation = await prepare();
    if ('kind' in creation) return creation;
    const { subjectId: id, key } = await this.parts.subjectKeys.take();
    const { decision, after } = creation.decide(id);
    if (decision.kind !== 'accepted') return refused(decision);
    const taken = await this.parts.uniqueness.ofTakenClaims(request, decision, after);
    if (taken) return taken;
    const settlement = await this.#propose(request, type, id, decision, key, commandId);
    if (settlement.kind !== 'accepted') return this.#failed(request, settlement, decision, after, id);
    return written(type, id, after, settlement);
  }

  async change(change: Change): Promise<WriteOutcome> {
    const outcome = await this.#change(change);
    if (outcome.kind !== 'scim-error' || outcome.status !== 404) return outcome;
    const { conditions, caller } = change.request;
    return checkAbsentPreconditions(readPreconditions(conditions), caller.directory.settings) ?? outcome;
  }

  async #change(change: Change): Promise<WriteOutcome> {
    if (!isResourceId(change.id)) return notFound;
    const ids = commandIdsOf(change.request, this.parts.master);
    const { outcome: earlier, attempts } = await this.#earlier({ ...change, ids });
    if (earlier) return earlier;
    const outcome = await (change.commutes
      ? this.#attempts(change, ids, attempts)
      : this.#inTurn(change, ids, attempts));
    // Of what commutes the answer is the same, whoever of several was first to propose it.
    if (change.commutes && outcome.kind === 'written' && outcome.isChanged) return outcome;
    return this.#firstOutcome({ ...change, ids }, outcome);
  }

  async #inTurn(change: Change, ids: CommandIds, attempts: number): Promise<WriteOutcome> {
    const outcome = await this.#queue.run(
      lineOf(change),
      () => performance.now(),
      () => this.#attempts(change, ids, attempts),
    );
    return outcome.kind === 'no-turn' ? busy : outcome;
  }

  /** Who has lost once keeps the changes away that come without a turn: a long list loses to any of them. */
  async #attempts(change: Change, ids: CommandIds, first: number): Promise<WriteOutcome> {
    const from = performance.now();
    let open: (() => void) | undefined;
    try {
      for (let attempt = first; attempt < ATTEMPTS && performance.now() - from < TRIED_AT_MOST_MS; attempt += 1) {
        if (attempt > first + 1) await delay(fullJitter(attempt, 1, 20));
        if (change.commutes) await this.#queue.open(lineOf(change));
        else if (attempt > first) open ??= this.#queue.close(lineOf(change));
        const outcome = await this.#attempt(change, ids.of(attempt));
        if (outcome !== 'lost') return outcome;
      }
      return busy;
    } finally {
      open?.();
    }
  }

  async #attempt(change: Change, commandId: string): Promise<WriteOutcome | 'lost'> {
    const { request, type, id } = change;
    // Almost every change needs both: one wait instead of two.
    const [stored, key] = await Promise.all([this.read(request, type, id), this.#keys.read(id)]);
    if ('kind' in stored) return stored;
    const { settings } = request.caller.directory;
    const refusal = checkWritePreconditions(readPreconditions(request.conditions), stored, settings);
    if (refusal) return refusal;
    const decided = await change.decide(stored);
    if ('kind' in decided) return decided;
    const { decision, after } = decided;
    if (decision.kind === 'unchanged') return { kind: 'written', resource: stored, isChanged: false };
    if (decision.kind !== 'accepted') return refused(decision);
    if (!(key instanceof Buffer)) return notFound;
    const exact = request.conditions.ifMatch === undefined ? decision : atVersion(decision, stored.version);
    const settlement = await this.#propose(request, type, id, exact, key, commandId);
    if (settlement.kind === 'accepted') return written(type, id, after, settlement, stored);
    const isLost = settlement.kind === 'void' && settlement.reason === 'version';
    if (isLost && request.conditions.ifMatch === undefined) return 'lost';
    return this.#failed(request, settlement, decision, after, id);
  }

  #propose(
    request: ScimRequest,
    type: ResourceType,
    id: string,
    decision: Accepted,
    subjectKey: Draft['subjectKey'],
    commandId: string,
  ): Promise<Settlement> {
    const { directory, actor, requestId } = request.caller;
    return this.parts.proposing.propose({
      commandId,
      directoryId: directory.id,
      aggregate: { type: type.name, id },
      decision,
      ...(subjectKey && { subjectKey }),
      actor,
      requestId,
    });
  }

  #earlier(repeatable: Repeatable): Promise<Earlier> {
    return earlierAnswer(repeatable, {
      ...this.parts,
      keyOf: (id) => this.#keys.read(id),
      read: (...of) => this.read(...of),
    });
  }

  /** A repeat that ran beside the first may have met what that one did: then the first one's outcome is the answer. */
  async #firstOutcome(repeatable: Repeatable, outcome: WriteOutcome): Promise<WriteOutcome> {
    if (repeatable.request.idempotencyKey === undefined) return outcome;
    const { outcome: first } = await this.#earlier(repeatable);
    return first?.kind === 'written' && !isSame(first, outcome) ? first : outcome;
  }

  async #failed(
    request: ScimRequest,
    settlement: Exclude<Settlement, { kind: 'accepted' }>,
    decision: Accepted,
    after: Attributes,
    ownId: string,
  ): Promise<ScimError> {
    const isTaken = settlement.kind === 'void' && settlement.reason === 'uniqueness';
    const taken = isTaken ? await this.parts.uniqueness.ofTakenClaims(request, decision, after, ownId) : undefined;
    return taken ?? settlementToScimError(settlement);
  }
}

/** What was just formed is then the better one: it also knows what no event tells. */
const isSame = ({ resource: first }: Written, outcome: WriteOutcome): boolean =>
  outcome.kind === 'written' &&
  outcome.resource.id === first.id &&
  outcome.resource.version === first.version &&
  canonicalText(outcome.resource.attributes) === canonicalText(first.attributes);

const lineOf = ({ request, id }: Change): string => `${request.caller.directory.id}/${id}`;

const refused = (decision: Unchanged | Rejection): ScimError => {
  if (decision.kind === 'rejected') return rejectionToScimError(decision);
  throw new Error('a creation cannot be without change');
};

/** With If-Match even what would commute must meet exactly the version that was seen. */
const atVersion = (decision: Accepted, version: number): Accepted => ({
  ...decision,
  expect: { is: 'version', version },
});
