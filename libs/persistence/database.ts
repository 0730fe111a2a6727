import type { DataSource } from 'typeorm';

/** A prepared statement: parsed once per connection under its name. One statement a file. */
export type Statement = { readonly name: string; readonly text: string };

export interface Queryable {
  /** Rows as pg gives them: bigint columns come as numbers (offsets and versions stay below 2^53), timestamptz as Date. */
  query<Row = Record<string, unknown>>(statement: Statement | string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Transaction extends Queryable {
  /**
   * Sends a statement without waiting for its rows: whatever is sent after it, COMMIT included, goes out behind it at
   * once. Should it fail, the transaction fails with its error.
   */
  send(statement: Statement | string, values?: readonly unknown[]): void;
}

export type Subscription = { close(): Promise<void> };

/** One connection of its own, outside the pool: for session locks and LISTEN. */
export interface Session extends Queryable {
  /** Aborts once the connection is gone, and with it all locks; also after `close`. A query that fails for the network does it. */
  readonly lost: AbortSignal;
  listen(channel: string, onMessage: (payload: string) => void): Promise<void>;
  close(): Promise<void>;
}

/**
 * PostgreSQL as every app sees it. Hot paths send their own statements; TypeORM (`dataSource`) serves migrations,
 * entities and admin reads. Both draw from one pool.
 */
export interface Database extends Queryable {
  readonly dataSource: DataSource;
  /**
   * For reads by key, of about a millisecond: those of one turn of the event loop share a connection. To wake a server
   * process costs more than such a read; a longer one would keep the others waiting.
   */
  readonly brief: Queryable;
  /**
   * Runs `work` between BEGIN and COMMIT on one connection; any rejection rolls back and is thrown on. Statements that
   * are not waited for one by one share a round trip: BEGIN goes out with the first of them. The session has
   * `statement_timeout` and `lock_timeout` 10 s and `idle_in_transaction_session_timeout` 5 s.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * LISTEN on a connection of its own, re-established with back-off for ever. `onMessage` also runs, without payload,
   * after every (re)connection: whatever was missed is to be looked up then. What `notify` of this very `Database` says
   * arrives at once, without the server.
   */
  listen(channel: string, onMessage: (payload: string | undefined) => void): Promise<Subscription>;
  /** @param purpose follows the application's name in `pg_stat_activity`. */
  openSession(purpose: string): Promise<Session>;
  /** Tells all who listen, here and elsewhere. Not bound to any transaction: to be called after the commit. */
  notify(channel: string, payload: string): Promise<void>;
  /** True when a trivial query answers within `timeoutMs`. */
  isReachable(timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
}
