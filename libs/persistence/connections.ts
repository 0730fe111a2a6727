import type { Pool, PoolClient } from 'pg';
import type { Statement } from './database.js';
import { failureCode, isSqlState } from './failure.js';
import { PersistenceError } from './persistence-error.js';

export type Connection = {
  query<Row>(statement: Statement | string, values?: readonly unknown[]): Promise<Row[]>;
  /** The command the server says it completed: `COMMIT`, `ROLLBACK` … */
  command(text: string): Promise<string>;
  /** @param broken true ends the connection instead of giving it back. */
  release(broken: boolean): void;
};

const lost = new WeakSet<PoolClient>();

/**
 * To be called once for each new connection. A connection that breaks while nobody reads from it emits `error`, which
 * would end the process if nobody listened.
 */
export function watchConnection(client: PoolClient): void {
  client.on('error', () => lost.add(client));
  client.on('end', () => lost.add(client));
}

/** @throws {PersistenceError} CONNECTION_UNAVAILABLE, or the server's own refusal with its SQLSTATE. */
export async function takeConnection(pool: Pool): Promise<Connection> {
  const client = await pool.connect().catch((cause: unknown) => {
    if (isSqlState(failureCode(cause))) throw cause;
    throw new PersistenceError('CONNECTION_UNAVAILABLE', 'No database connection could be had in time.', { cause });
  });
  return {
    query: async <Row>(statement: Statement | string, values?: readonly unknown[]) =>
      (await run(client, statement, values)).rows as Row[],
    command: async (text) => (await run(client, text)).command,
    release: (broken) => client.release(broken || lost.has(client)),
  };
}

type Corkable = { readonly cork?: () => void; readonly uncork?: () => void };

const corked = new WeakSet<Corkable>();

/** What is sent on one connection in one turn goes out in one write: each would cost as much as a small statement. */
function gatherWrites(client: PoolClient): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Corkable } }).connection;
  if (!stream.cork || corked.has(stream)) return;
  corked.add(stream);
  stream.cork();
  process.nextTick(() => {
    corked.delete(stream);
    stream.uncork?.();
  });
}

async function run(client: PoolClient, statement: Statement | string, values?: readonly unknown[]) {
  gatherWrites(client);
  try {
    return await (typeof statement === 'string'
      ? client.query(statement, values as unknown[] | undefined)
      : client.query({ name: statement.name, text: statement.text, values: (values ?? []) as unknown[] }));
  } catch (cause) {
    if (isSqlState(failureCode(cause)) || !lost.has(client)) throw cause;
    throw new PersistenceError('CONNECTION_LOST', 'The database connection ended while a statement ran.', { cause });
  }
}
