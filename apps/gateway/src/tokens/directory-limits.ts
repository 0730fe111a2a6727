/** What one directory may ask of the service. Overridden per directory; a place in ServiceProviderConfig where the RFC has one. */
export type DirectoryLimits = {
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly bodyBytes: number;
  readonly bulkOperations: number;
  readonly bulkBytes: number;
  readonly pageSize: number;
  readonly membersPerRequest: number;
  readonly patchOperations: number;
  readonly inFlight: number;
};

/** Generous: a provider that removes an assignment deactivates every member at once. */
export const defaultLimits: DirectoryLimits = Object.freeze({
  requestsPerSecond: 10_000,
  burst: 20_000,
  bodyBytes: 1_048_576,
  bulkOperations: 1_000,
  bulkBytes: 8_388_608,
  pageSize: 1_000,
  membersPerRequest: 100_000,
  patchOperations: 1_000,
  inFlight: 500,
});

const names = Object.keys(defaultLimits) as readonly (keyof DirectoryLimits)[];

/** Resources on a page when the client does not say. */
export const defaultPageSize = 100;

export type LimitsRead =
  | { readonly kind: 'valid'; readonly limits: Partial<DirectoryLimits> }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Checks overrides that came from outside; every problem at once. */
export const readLimits = (value: unknown): LimitsRead => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'invalid', problems: ['limits: must be an object'] };
  }
  const problems = Object.entries(value).flatMap(([name, limit]) => {
    if (!(names as readonly string[]).includes(name)) return [`limits.${name}: there is no such limit`];
    const fits = Number.isInteger(limit) && (limit as number) >= 1 && (limit as number) <= 100_000_000;
    return fits ? [] : [`limits.${name}: must be a whole number from 1 to 100000000`];
  });
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'valid', limits: value };
};

export const limitsWith = (overrides: unknown): DirectoryLimits => {
  const read = readLimits(overrides ?? {});
  return read.kind === 'valid' ? Object.freeze({ ...defaultLimits, ...read.limits }) : defaultLimits;
};
