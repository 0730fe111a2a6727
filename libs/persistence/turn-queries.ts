import type { Connection } from './connections.js';
import type { Queryable, Statement } from './database.js';

type Turn = { readonly connection: Promise<Connection>; running: number };

/** Statements that are asked for in one turn of the event loop share a connection, and go out in one write. */
export class TurnQueries implements Queryable {
  #turn: Turn | undefined;

  constructor(private readonly take: () => Promise<Connection>) {}

  async query<Row = Record<string, unknown>>(
    statement: Statement | string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    this.#turn ??= this.#begin();
    const turn = this.#turn;
    turn.running += 1;
    try {
      return await (await turn.connection).query<Row>(statement, values);
    } finally {
      turn.running -= 1;
      if (turn.running === 0) turn.connection.then((connection) => connection.release(false)).catch(() => undefined);
    }
  }

  #begin(): Turn {
    process.nextTick(() => {
      this.#turn = undefined;
    });
    return { connection: this.take(), running: 0 };
  }
}
