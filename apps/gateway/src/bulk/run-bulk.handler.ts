import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  type BulkOperation,
  type BulkRequest,
  type BulkResult,
  type BulkStep,
  bulkResponseBody,
  type Deferral,
  isScimError,
  PATCH_OP_SCHEMA,
  parseBulkRequest,
  planBulk,
  resolveBulkIds,
  type ScimError,
  scimError,
} from '#scim';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { jsonReply, type ScimReply } from '../exchange/scim-reply.js';
import type { ScimRequest } from '../exchange/scim-request.js';
import { bulkWaves } from './bulk-waves.js';
import { RunBulk } from './run-bulk.command.js';

/** One bulk request while it runs. */
type Run = {
  readonly request: ScimRequest;
  readonly bulk: BulkRequest;
  /** Ids of what was created, by bulkId. */
  readonly ids: Map<string, string>;
  readonly results: Map<number, BulkResult>;
};

/** RFC 7644 §3.7: each operation goes the way of a request of its own, and is atomic; nothing is around all of them. */
@CommandHandler(RunBulk)
export class RunBulkHandler implements ICommandHandler<RunBulk> {
  constructor(private readonly dispatcher: Dispatcher) {}

  async execute({ request }: RunBulk): Promise<ScimReply | ScimError> {
    const { settings, resourceTypes, limits } = request.caller.directory;
    const body = request.readBody();
    if (body.kind === 'scim-error') return body;
    const bulk = parseBulkRequest(body.value, resourceTypes, { maxOperations: limits.bulkOperations });
    if (isScimError(bulk)) return bulk;
    const run: Run = { request, bulk, ids: new Map(), results: new Map() };
    const steps = planBulk(bulk.operations, deferralOf(run));
    const waves = bulk.failOnErrors === undefined ? bulkWaves(steps, settings) : steps.map((step) => [step]);
    for (const wave of waves) {
      if (failures(run) >= (bulk.failOnErrors ?? Number.POSITIVE_INFINITY)) break;
      await Promise.all(wave.map((step) => this.#take(run, step)));
    }
    const inOrder = [...run.results].sort(([a], [b]) => a - b).map(([, result]) => result);
    return jsonReply(200, bulkResponseBody(inOrder));
  }

  async #take(run: Run, step: BulkStep): Promise<void> {
    const result = step.kind === 'fail' ? failed(run, step) : await this.#perform(run, step);
    run.results.set(step.index, result);
  }

  async #perform(run: Run, step: Exclude<BulkStep, { kind: 'fail' }>): Promise<BulkResult> {
    const { operation } = step;
    const before = run.results.get(step.index);
    if (step.kind === 'complete' && before && 'error' in before) return before;
    const missing = step.needs.find((bulkId) => !run.ids.has(bulkId));
    if (missing !== undefined) return { ...named(operation), error: notCreated(missing) };
    const answer = await this.dispatcher.dispatch(requestOf(run, step));
    if (isScimError(answer)) return { ...named(operation), ...placeOf(run, operation), error: answer };
    const location = answer.headers?.['Location'] ?? answer.headers?.['Content-Location'];
    const id = location?.slice(location.lastIndexOf('/') + 1);
    if (step.kind === 'execute' && operation.method === 'POST' && operation.bulkId !== undefined && id !== undefined) {
      run.ids.set(operation.bulkId, id);
    }
    return {
      ...named(operation),
      ...(location === undefined ? placeOf(run, operation) : { location }),
      ...versionOf(answer),
      status: operation.method === 'POST' ? 201 : operation.method === 'DELETE' ? 204 : 200,
    };
  }
}

/** Whoever counts errors must not stop between the two steps of many, and a second step is a PATCH. */
const deferralOf = ({ bulk, request }: Run): Deferral =>
  bulk.failOnErrors === undefined && request.caller.directory.settings.patchSupported ? 'all' : 'fewest';

const failures = ({ results }: Run): number => [...results.values()].filter((result) => 'error' in result).length;

const failed = ({ bulk }: Run, step: Extract<BulkStep, { kind: 'fail' }>): BulkResult => {
  const operation = bulk.operations[step.index];
  return { method: operation?.method ?? '', ...(operation?.bulkId && { bulkId: operation.bulkId }), error: step.error };
};

const named = ({ method, bulkId }: BulkOperation) => ({ method, ...(bulkId !== undefined && { bulkId }) });

const notCreated = (bulkId: string): ScimError =>
  scimError(409, `The resource with bulkId ${JSON.stringify(bulkId.slice(0, 100))} was not created.`);

const resolvedId = ({ ids }: Run, { id }: BulkOperation): string => String(resolveBulkIds(id, ids));

const placeOf = (run: Run, operation: BulkOperation): { readonly location?: string } =>
  operation.id === undefined
    ? {}
    : { location: `${run.request.caller.baseUrl}${operation.resourceType.endpoint}/${resolvedId(run, operation)}` };

const versionOf = ({ headers }: ScimReply): { readonly version?: string } => {
  const tag = headers?.['ETag'];
  return tag === undefined ? {} : { version: tag };
};

/** A second step has nothing of the client's to match, and is not refused for that. */
const conditionsOf = ({ request }: Run, { kind, operation }: BulkStep & { operation: BulkOperation }) => {
  if (kind === 'complete') return request.caller.directory.settings.requireIfMatch ? { ifMatch: '*' } : {};
  return operation.version === undefined ? {} : { ifMatch: operation.version };
};

/** An operation as the request it stands for. Bodies are not asked for: a bulk answer does not show them. */
const requestOf = (run: Run, step: Exclude<BulkStep, { kind: 'fail' }>): ScimRequest => {
  const { operation } = step;
  const isCompletion = step.kind === 'complete';
  const created = operation.bulkId === undefined ? undefined : run.ids.get(operation.bulkId);
  const id = isCompletion ? created : operation.id === undefined ? undefined : resolvedId(run, operation);
  const data = isCompletion ? { schemas: [PATCH_OP_SCHEMA], Operations: step.later } : operation.data;
  return {
    caller: run.request.caller,
    method: isCompletion ? 'PATCH' : operation.method,
    segments: [operation.resourceType.endpoint.slice(1), ...(id === undefined ? [] : [id])],
    query: new URLSearchParams(),
    conditions: conditionsOf(run, step),
    preference: 'minimal',
    ...(run.request.idempotencyKey !== undefined && {
      idempotencyKey: `${run.request.idempotencyKey}#${step.index}${isCompletion ? '+' : ''}`,
    }),
    readBody: () => ({ kind: 'json', value: resolveBulkIds(data, run.ids) }),
  };
};
