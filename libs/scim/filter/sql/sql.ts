/** Names and literals that the compiler itself writes; what a client sent is always a bound parameter. */
export type Sql = {
  readonly text: string;
  /** Whether an index can find the rows; for a conjunction one such part is enough. */
  readonly indexed: boolean;
};

export const sql = (text: string, indexed = false): Sql => ({ text, indexed });

/** A schema's own name or URN as a literal. Schema names are checked where schemas are read; this is the second lock. */
export const quoted = (name: string): string => `'${name.replaceAll("'", "''")}'`;

/** `null` counts as false wherever it is not negated, so only negations have to turn it into a truth value. */
export const negated = ({ text }: Sql): Sql => sql(`not coalesce(${text}, false)`);

export const joined = (kind: 'and' | 'or', terms: readonly Sql[]): Sql =>
  sql(
    `(${terms.map(({ text }) => text).join(` ${kind} `)})`,
    kind === 'and' ? terms.some(({ indexed }) => indexed) : terms.every(({ indexed }) => indexed),
  );
