import type { PatchOperation } from '../patch/patch-request.js';
import { type ScimError, scimError } from '../scim-error.js';
import type { BulkOperation, FaultyOperation } from './bulk-operation.js';
import { bulkIdsIn } from './bulk-references.js';
import { deferReferences } from './defer-references.js';

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

type Node = { readonly index: number; readonly refersTo: readonly string[] };

const unknownReference = (bulkId: string): ScimError =>
  scimError(
    400,
    `There is no POST with the bulkId "${bulkId.slice(0, 100).toWellFormed()}" in this request.`,
    'invalidValue',
  );

/** What is still being walked, innermost last: the node, and how many of its references were followed. */
type Visit = { readonly node: Node; next: number };

class Planner {
  readonly steps: BulkStep[] = [];
  readonly #creators = new Map<string, number>();
  readonly #nodes: readonly Node[];
  /** When an operation was met, counted from 0; absent: not yet. */
  readonly #met = new Map<number, number>();
  readonly #done = new Set<number>();
  /** By the index they wait for: operations with references back to it. */
  readonly #waiting = new Map<number, BulkStep[]>();

  constructor(private readonly operations: readonly Operation[]) {
    for (const [index, operation] of operations.entries()) {
      const creates = operation.kind === 'operation' && operation.method === 'POST' ? operation.bulkId : undefined;
      if (creates !== undefined) this.#creators.set(creates, index);
    }
    this.#nodes = operations.map((operation, index) => ({ index, refersTo: this.#referencesOf(operation) }));
  }

  #referencesOf(operation: Operation): readonly string[] {
    if (operation.kind === 'faulty') return [];
    return [...bulkIdsIn([operation.id ?? null, operation.data ?? null])];
  }

  /** Depth first along references, with a stack of its own: a chain may be as long as the request. */
  visit(first: number): void {
    if (this.#met.has(first)) return;
    const open: Visit[] = [this.#opened(first)];
    while (open.length > 0) {
      const top = open.at(-1)!;
      const bulkId = top.node.refersTo[top.next++];
      if (bulkId === undefined) {
        open.pop();
        this.#close(top.node);
        continue;
      }
      const creator = this.#creators.get(bulkId);
      if (creator !== undefined && !this.#met.has(creator)) open.push(this.#opened(creator));
    }
  }

  #opened(index: number): Visit {
    this.#met.set(index, this.#met.size);
    return { node: this.#nodes[index]!, next: 0 };
  }

  #close({ index, refersTo }: Node): void {
    const operation = this.operations[index]!;
    const unknown = refersTo.find((bulkId) => !this.#creators.has(bulkId));
    if (operation.kind === 'faulty') this.steps.push({ kind: 'fail', index, error: operation.error });
    else if (unknown !== undefined) this.steps.push({ kind: 'fail', index, error: unknownReference(unknown) });
    else this.#execute(index, operation, refersTo);
    this.#done.add(index);
    this.steps.push(...(this.#waiting.get(index) ?? []));
  }

  #execute(index: number, operation: BulkOperation, refersTo: readonly string[]): void {
    const circular = new Set(refersTo.filter((bulkId) => !this.#done.has(this.#creators.get(bulkId)!)));
    const needs = refersTo.filter((bulkId) => !circular.has(bulkId));
    const { data, later } = deferReferences(operation.data, circular);
    const known = circular.size > 0 ? { ...operation, data } : operation;
    this.steps.push({ kind: 'execute', index, operation: known, needs });
    if (circular.size > 0) this.#await({ kind: 'complete', index, operation, needs: [...circular], later });
  }

  /** Behind the operation met first among those it refers back to: that one is closed last. */
  #await(step: BulkStep & { kind: 'complete' }): void {
    const creators = step.needs.map((bulkId) => this.#creators.get(bulkId)!);
    const last = creators.reduce((outer, creator) =>
      this.#met.get(creator)! < this.#met.get(outer)! ? creator : outer,
    );
    this.#waiting.set(last, [...(this.#waiting.get(last) ?? []), step]);
  }
}

/**
 * The order in which a bulk request's operations run: as sent, except that a POST runs before what refers to its bulkId
 * (RFC 7644 §3.7.2), and that circular references are made in two steps. Every operation has one `execute` or `fail`.
 */
export const planBulk = (operations: readonly Operation[]): readonly BulkStep[] => {
  const planner = new Planner(operations);
  for (const index of operations.keys()) planner.visit(index);
  return planner.steps;
};
