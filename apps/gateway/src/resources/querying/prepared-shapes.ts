import { createHash } from 'node:crypto';
import type { Queryable, Statement } from '#persistence';

/** How often a text must come before it is worth a place on every connection, and how many texts have one. */
const WORTH_AFTER = 3;
const AT_MOST = 64;
const REMEMBERED = 1_000;

/**
 * Queries whose text depends on the client's filter, prepared once they keep coming: look-ups before a create are the
 * same text all day. Bounded, because every prepared text takes memory on every connection.
 */
export class PreparedShapes implements Queryable {
  readonly #seen = new Map<string, number>();
  readonly #prepared = new Map<string, Statement>();

  constructor(private readonly database: Queryable) {}

  query<Row>(statement: Statement | string, values?: readonly unknown[]): Promise<Row[]> {
    return this.database.query<Row>(typeof statement === 'string' ? this.#known(statement) : statement, values);
  }

  #known(text: string): Statement | string {
    const prepared = this.#prepared.get(text);
    if (prepared || this.#prepared.size >= AT_MOST) return prepared ?? text;
    const times = (this.#seen.get(text) ?? 0) + 1;
    if (times < WORTH_AFTER) {
      if (this.#seen.size >= REMEMBERED) this.#seen.clear();
      this.#seen.set(text, times);
      return text;
    }
    this.#seen.delete(text);
    const statement = { name: `shape.${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`, text };
    this.#prepared.set(text, statement);
    return statement;
  }
}
