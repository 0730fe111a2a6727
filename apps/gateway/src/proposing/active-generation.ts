import type { Queryable } from '#persistence';
import { activeGeneration, type ReadModel, readModel } from '#read-model';

/** The generation that is read from. A rebuild moves the pointer; `refresh` finds out, and the next request uses it. */
export class ActiveGeneration {
  #model: ReadModel;

  private constructor(
    private readonly database: Queryable,
    schema: string,
  ) {
    this.#model = readModel(schema);
  }

  static async open(database: Queryable): Promise<ActiveGeneration> {
    return new ActiveGeneration(database, await activeGeneration(database));
  }

  get schema(): string {
    return this.#model.schema;
  }

  get model(): ReadModel {
    return this.#model;
  }

  async refresh(): Promise<void> {
    const schema = await activeGeneration(this.database);
    if (schema !== this.#model.schema) this.#model = readModel(schema);
  }
}
