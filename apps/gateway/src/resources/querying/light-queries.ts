import type { Queryable } from '#persistence';
import { type PageQuery, type ResourcePage, shapeOf } from '#read-model';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import { BatchedRead } from '../reading/batched-read.js';

const SHAPES_AT_MOST = 500;

/**
 * Queries that an index serves. Providers look people up by the same filter with another value each time: those that
 * are under way at the same time share a statement.
 */
export class LightQueries {
  readonly #shapes = new Map<string, BatchedRead<PageQuery, ResourcePage>>();

  constructor(private readonly parts: { readonly database: Queryable; readonly generation: ActiveGeneration }) {}

  async page(query: PageQuery): Promise<ResourcePage> {
    const shape = shapeOf(query);
    if (shape === undefined) return this.parts.generation.model.page(this.parts.database, query);
    return (await this.#ofShape(shape).read(query)) ?? { total: 0, resources: [] };
  }

  #ofShape(shape: string): BatchedRead<PageQuery, ResourcePage> {
    const known = this.#shapes.get(shape);
    if (known) return known;
    if (this.#shapes.size >= SHAPES_AT_MOST) this.#shapes.clear();
    const { database, generation } = this.parts;
    const reads = new BatchedRead<PageQuery, ResourcePage>((queries) => generation.model.firstPages(database, queries));
    this.#shapes.set(shape, reads);
    return reads;
  }
}
