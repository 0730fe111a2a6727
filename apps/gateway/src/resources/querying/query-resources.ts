import type { Queryable } from '#persistence';
import { type MasterKey, masterKeyCheck } from '#privacy';
import type { ResourcePage, StoredResource } from '#read-model';
import type { Clock } from '#runtime';
import {
  type CursorPosition,
  decodeCursor,
  defaultProjection,
  encodeCursor,
  isScimError,
  type Paging,
  parseProjection,
  queryFingerprint,
  type ResourceType,
  readPaging,
  type ScimError,
  scimError,
} from '#scim';
import type { Caller } from '../../exchange/caller.js';
import type { QueryParameters } from '../../exchange/query-parameters.js';
import type { ScimReply } from '../../exchange/scim-reply.js';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import type { PresentResource } from '../presenting/present-resource.js';
import type { HeavyQueries } from './heavy-queries.js';
import { LightQueries } from './light-queries.js';
import { listReply } from './list-reply.js';
import { planQuery, type QueryPlan } from './query-plan.js';

/** Resources on a page when the client does not say. */
export const defaultPageSize = 100;

const tooMany = scimError(
  429,
  'Too many queries that no index serves are waiting already. Try again, or filter by userName, externalId or id.',
  undefined,
  { 'Retry-After': '2' },
);

type Found = { readonly page: ResourcePage; readonly nextCursor?: string };

/** RFC 7644 §3.4.2 and RFC 9865: one way for lists, searches and queries at the root. */
export class QueryResources {
  readonly #cursorKey: Buffer;
  readonly #light: LightQueries;

  constructor(
    private readonly parts: {
      readonly database: Queryable;
      readonly generation: ActiveGeneration;
      readonly present: PresentResource;
      readonly heavy: HeavyQueries;
      readonly clock: Clock;
    },
    master: MasterKey,
  ) {
    this.#cursorKey = masterKeyCheck(master);
    this.#light = new LightQueries(parts);
  }

  async answer(
    caller: Caller,
    types: readonly ResourceType[],
    parameters: QueryParameters,
  ): Promise<ScimReply | ScimError> {
    const { settings, limits } = caller.directory;
    const { attributes, excludedAttributes } = parameters;
    const isPlain = attributes === undefined && excludedAttributes === undefined;
    const projection = isPlain ? defaultProjection : parseProjection(parameters, settings);
    if (isScimError(projection)) return projection;
    const maxPageSize = limits.pageSize;
    const paging = readPaging(parameters, { defaultPageSize: Math.min(defaultPageSize, maxPageSize), maxPageSize });
    if (isScimError(paging)) return paging;
    const plan = planQuery(parameters, types, caller, this.parts.generation.schema);
    if (isScimError(plan)) return plan;
    const found = await this.#find(caller, types, parameters, paging, plan);
    if (isScimError(found)) return found;
    const { page, nextCursor } = found;
    const shown = await this.parts.present.page(caller, page.resources, projection);
    const head =
      paging.kind === 'cursor'
        ? ({ paging: 'cursor', ...(nextCursor && { nextCursor }) } as const)
        : ({ paging: 'index', startIndex: paging.startIndex } as const);
    return listReply({ ...head, totalResults: page.total }, shown, page.resources.length);
  }

  #find(
    caller: Caller,
    types: readonly ResourceType[],
    parameters: QueryParameters,
    paging: Paging,
    plan: QueryPlan,
  ): Promise<Found | ScimError> {
    if (paging.kind === 'cursor') return this.#byCursor(caller, types, parameters, paging, plan);
    return this.#read(caller, types, plan, { offset: paging.startIndex - 1, limit: paging.count });
  }

  /** In the order of creation a cursor names the last resource, so that no page overlaps; otherwise an offset. */
  async #byCursor(
    caller: Caller,
    types: readonly ResourceType[],
    parameters: QueryParameters,
    { cursor, count }: Extract<Paging, { kind: 'cursor' }>,
    plan: QueryPlan,
  ): Promise<Found | ScimError> {
    const terms = { query: fingerprint(caller, types, parameters), key: this.#cursorKey };
    const now = this.parts.clock.now();
    const position = cursor === undefined ? undefined : decodeCursor(cursor, now, terms);
    if (isScimError(position)) return position;
    const offset = position?.kind === 'offset' ? position.offset : 0;
    const after = position?.kind === 'after' ? position : undefined;
    const found = await this.#read(caller, types, plan, { offset, limit: count + 1, ...(after && { after }) });
    if (isScimError(found)) return found;
    const { total, resources } = found.page;
    const shown = resources.slice(0, count);
    const last = shown.at(-1);
    if (resources.length <= count || !last) return { page: { total, resources: shown } };
    const next = plan.orderBy ? ({ kind: 'offset', offset: offset + count } as const) : behind(last);
    const nextCursor = encodeCursor(next, now + caller.directory.limits.cursorSeconds * 1_000, terms);
    return { page: { total, resources: shown }, nextCursor };
  }

  async #read(
    caller: Caller,
    types: readonly ResourceType[],
    { isHeavy, ...plan }: QueryPlan,
    place: {
      readonly offset: number;
      readonly limit: number;
      readonly after?: { readonly createdAt: number; readonly id: string };
    },
  ): Promise<Found | ScimError> {
    const { directory } = caller;
    const query = { directoryId: directory.id, types: types.map(({ name }) => name), ...plan, ...place };
    const read = () => this.parts.generation.model.page(this.parts.database, query);
    const page = isHeavy ? await this.parts.heavy.run(directory, read) : await this.#light.page(query);
    return page ? { page } : tooMany;
  }
}

const behind = ({ createdAt, id }: StoredResource): CursorPosition => ({ kind: 'after', createdAt, id });

const fingerprint = (caller: Caller, types: readonly ResourceType[], parameters: QueryParameters): string =>
  queryFingerprint([
    caller.directory.id,
    types.map(({ name }) => name).join(),
    ...[parameters.filter, parameters.sortBy, parameters.sortOrder].map((value) =>
      typeof value === 'string' ? value : undefined,
    ),
  ]);
