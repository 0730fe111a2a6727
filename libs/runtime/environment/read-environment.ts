/** What a variable's text was read as, or why it could not be: `found` (absent for secrets) and what `accepts`. */
export type Reading<T> =
  | { readonly is: 'value'; readonly value: T }
  | { readonly is: 'refused'; readonly found?: string };

/** How one variable is read. Made by `string()`, `int()` …; never written by hand. */
export type VariableSpec<T> = {
  readonly variable: string;
  /** Completes "… but must be ___". */
  readonly accepts: string;
  readonly read: (text: string) => Reading<T>;
  readonly presence: { readonly is: 'required' } | { readonly is: 'optional'; readonly value: T };
};

export type VariableSpecs = Readonly<Record<string, VariableSpec<unknown>>>;

export type EnvironmentValues<S extends VariableSpecs> = {
  readonly [K in keyof S]: S[K] extends VariableSpec<infer T> ? T : never;
};

export type Environment<S extends VariableSpecs> =
  | { readonly is: 'ok'; readonly values: EnvironmentValues<S> }
  /** One sentence each, in the order of the specs; values of secrets are never in them. */
  | { readonly is: 'wrong'; readonly problems: readonly string[] };

/**
 * Reads every variable of `specs` from `env` and gives all values, frozen, or all problems. A variable that is set to
 * nothing or only blanks counts as not set.
 */
export function readEnvironment<const S extends VariableSpecs>(
  env: Readonly<Record<string, string | undefined>>,
  specs: S,
): Environment<S> {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, spec] of Object.entries(specs)) {
    const text = env[spec.variable]?.trim() ?? '';
    if (text === '') {
      if (spec.presence.is === 'optional') values[name] = spec.presence.value;
      else problems.push(`${spec.variable} is not set, but must be ${spec.accepts}.`);
      continue;
    }
    const reading = spec.read(text);
    if (reading.is === 'value') values[name] = reading.value;
    else problems.push(`${spec.variable} ${found(reading)}, but must be ${spec.accepts}.`);
  }
  return problems.length > 0
    ? { is: 'wrong', problems }
    : { is: 'ok', values: Object.freeze(values) as EnvironmentValues<S> };
}

function found(refused: { readonly found?: string }): string {
  return refused.found === undefined ? 'has an unusable value' : `is ${JSON.stringify(refused.found)}`;
}
