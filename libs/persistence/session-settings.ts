import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;

/** Offsets and versions stay below 2^53, so bigint columns are read as numbers. */
export const numbersForBigints = {
  getTypeParser: ((oid: number, format?: 'text') => {
    if (oid === INT8) return Number;
    const parse = pg.types.getTypeParser(oid, format);
    if (oid !== INT8_ARRAY) return parse;
    return (text: string) => (parse(text) as (string | null)[]).map((item) => (item === null ? null : Number(item)));
  }) as typeof pg.types.getTypeParser,
};

/**
 * Every table is reached by key and grows faster than its statistics follow: a plan that reads all of it is kept by a
 * prepared statement long after it has become the wrong one. Compiling a plan costs more than any statement here.
 */
export const plannerOptions = '-c enable_seqscan=off -c random_page_cost=1.1 -c jit=off';

/** A session that works on behalf of a request or a batch: nothing in it may take longer than this. */
export const sessionSettings = {
  // Statements of one transaction go out behind one another without waiting for each answer.
  pipeline: true,
  types: numbersForBigints,
  options: plannerOptions,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  statement_timeout: 10_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 5_000,
} as const;

export const CONNECT_TIMEOUT_MS = 5_000;
