import type { PatchOperation } from '../patch/patch-request.js';
import { type ScimError, scimError } from '../scim-error.js';
import type { BulkOperation, FaultyOperation } from './bulk-operation.js';
import { bulkIdsIn } from './bulk-references.js';
import { deferReferences } from './defer-references.js';
import { referenceOrder } from './reference-order.js';
import { requiredReferences } from './required-references.js';

/**
 * `index` is the operation's place in the request, which its answer takes too. A step's data and paths are given to
 * `resolveBulkIds` when it runs. Where one of `needs` was not created, the step fails with 409.
 *
 * `complete` finishes an operation whose references were circular, by PATCH of what it created; its failure is the failure
 * of that operation.
 */
export type BulkStep =
  | {
      readonly kind: 'execute';
      readonly index: number;
      readonly operation: BulkOperation;
      readonly needs: readonly string[];
    }
  | {
      readonly kind: 'complete';
      readonly index: number;
      readonly operation: BulkOperation;
      readonly needs: readonly string[];
      readonly later: readonly PatchOperation[];
    }
  | { readonly kind: 'fail'; readonly index: number; readonly error: ScimError };

type Operation = BulkOperation | FaultyOperation;

const unknownReference = (bulkId: string): ScimError =>
  scimError(
    400,
    `There is no POST with the bulkId "${bulkId.slice(0, 100).toWellFormed()}" in this request.`,
    'invalidValue',
  );

/**
 * Which references of a circle are made in the second step: those that close it, the fewest; or all that are not required,
 * so that nothing in the circle waits for the creation of something else in it.
 */
export type Deferral = 'fewest' | 'all';

class Planner {
  readonly steps: BulkStep[] = [];
  readonly #creators = new Map<string, number>();
  readonly #circleOf = new Map<number, number>();
  readonly #done = new Set<number>();
  /** By circle: the second steps of its operations. */
  readonly #waiting = new Map<number, BulkStep[]>();

  constructor(
    private readonly operations: readonly Operation[],
    private readonly deferral: Deferral,
  ) {
    for (const [index, operation] of operations.entries()) {
      const creates = operation.kind === 'operation' && operation.method === 'POST' ? operation.bulkId : undefined;
      if (creates !== undefined) this.#creators.set(creates, index);
    }
  }

  run(): void {
    const references = this.operations.map(referencesOf);
    const order = referenceOrder(
      references.map((bulkIds) => bulkIds.flatMap((bulkId) => this.#creators.get(bulkId) ?? [])),
    );
    for (const { index, circle } of order) this.#circleOf.set(index, circle);
    for (const { index, circle } of order) {
      this.#take(index, references[index]!);
      if (circle === index) this.steps.push(...(this.#waiting.get(circle) ?? []));
    }
  }

  #take(index: number, refersTo: readonly string[]): void {
    const operation = this.operations[index]!;
    const unknown = refersTo.find((bulkId) => !this.#creators.has(bulkId));
    if (operation.kind === 'faulty') this.steps.push({ kind: 'fail', index, error: operation.error });
    else if (unknown !== undefined) this.steps.push({ kind: 'fail', index, error: unknownReference(unknown) });
    else this.#execute(index, operation, refersTo);
    this.#done.add(index);
  }

  #execute(index: number, operation: BulkOperation, refersTo: readonly string[]): void {
    const circular = this.#deferred(index, operation, refersTo);
    const needs = refersTo.filter((bulkId) => !circular.has(bulkId));
    const { data, later } = deferReferences(operation.data, circular);
    const known = circular.size > 0 ? { ...operation, data } : operation;
    this.steps.push({ kind: 'execute', index, operation: known, needs });
    if (circular.size === 0) return;
    const circle = this.#circleOf.get(index)!;
    const step = { kind: 'complete', index, operation, needs: [...circular], later } as const;
    const waiting = this.#waiting.get(circle);
    if (waiting) waiting.push(step);
    else this.#waiting.set(circle, [step]);
  }

  #deferred(index: number, operation: BulkOperation, refersTo: readonly string[]): ReadonlySet<string> {
    const circle = this.#circleOf.get(index);
    const creator = (bulkId: string): number => this.#creators.get(bulkId)!;
    const around = refersTo.filter((bulkId) => this.#circleOf.get(creator(bulkId)) === circle);
    const held = around.length > 0 && this.deferral === 'all' ? requiredReferences(operation) : undefined;
    return new Set(around.filter((bulkId) => !this.#done.has(creator(bulkId)) || held?.has(bulkId) === false));
  }
}

/**
 * The order in which a bulk request's operations run: as sent, except that a POST runs before what refers to its bulkId
 * (RFC 7644 §3.7.2), and that circular references are made in two steps (§3.7.1). Every operation has one `execute` or
 * `fail`; all of a circle is completed together, behind its last creation.
 */
export const planBulk = (operations: readonly Operation[], deferral: Deferral = 'fewest'): readonly BulkStep[] => {
  const planner = new Planner(operations, deferral);
  planner.run();
  return planner.steps;
};

const referencesOf = (operation: Operation): readonly string[] =>
  operation.kind === 'faulty' ? [] : [...bulkIdsIn([operation.id ?? null, operation.data ?? null])];
