/** What one directory may ask of the service; each is a setting of the directory with a number for its value. */
export type DirectoryLimits = {
  readonly requestsPerSecond: number;
  /** Requests that may come at once after a pause. */
  readonly burst: number;
  readonly bodyBytes: number;
  readonly bulkOperations: number;
  readonly bulkBytes: number;
  readonly pageSize: number;
  readonly cursorSeconds: number;
  readonly membersPerRequest: number;
  readonly patchOperations: number;
  readonly inFlight: number;
  readonly filterTerms: number;
  readonly heavyQueries: number;
};

export type LimitName = keyof DirectoryLimits;

export type LimitDescription = { readonly default: number; readonly most: number; readonly reason: string };

const mebibyte = 1_048_576;

/**
 * Defaults are generous: a provider that removes an assignment deactivates every member at once. `most` is what the
 * service itself can take. The least is 1 everywhere.
 */
export const limitDescriptions: { readonly [Name in LimitName]: LimitDescription } = {
  requestsPerSecond: {
    default: 50_000,
    most: 1_000_000,
    reason: 'Requests of the directory in a second, over time; beyond it 429 with Retry-After.',
  },
  burst: { default: 100_000, most: 1_000_000, reason: 'Requests that may come at once after a pause.' },
  bodyBytes: { default: mebibyte, most: 64 * mebibyte, reason: 'Size of a body other than a bulk; beyond it 413.' },
  bulkOperations: {
    default: 1_000,
    most: 10_000,
    reason: 'Operations in a bulk, as ServiceProviderConfig says; beyond it 413.',
  },
  bulkBytes: {
    default: 8 * mebibyte,
    most: 64 * mebibyte,
    reason: 'Size of a bulk, as ServiceProviderConfig says; beyond it 413.',
  },
  pageSize: {
    default: 1_000,
    most: 10_000,
    reason: 'Resources on a page, as ServiceProviderConfig says (filter.maxResults); a larger count is capped.',
  },
  cursorSeconds: {
    default: 3_600,
    most: 604_800,
    reason: 'How long a cursor may be followed, as ServiceProviderConfig says; then 400 expiredCursor.',
  },
  membersPerRequest: {
    default: 100_000,
    most: 200_000,
    reason: 'Members that one request adds or removes; beyond it 413. 100,000 ids are a body of 5 MB: see bodyBytes.',
  },
  patchOperations: { default: 1_000, most: 100_000, reason: 'Operations in a PATCH; beyond it 413.' },
  inFlight: { default: 1_000, most: 100_000, reason: 'Requests of the directory that are being answered at once.' },
  filterTerms: { default: 500, most: 500, reason: 'Comparisons in a filter; beyond it 400 invalidFilter.' },
  heavyQueries: {
    default: 50,
    most: 500,
    reason: 'Queries that no index serves and that wait for their turn, which come one at a time; beyond it 429.',
  },
};

export const limitNames = Object.keys(limitDescriptions) as readonly LimitName[];

export const defaultLimits: DirectoryLimits = Object.freeze(
  Object.fromEntries(limitNames.map((name) => [name, limitDescriptions[name].default])) as DirectoryLimits,
);

export const isLimitName = (name: string): name is LimitName => Object.hasOwn(limitDescriptions, name);

/** What is wrong with a value for the limit, or nothing. */
export const limitProblem = (name: LimitName, value: unknown): string | undefined => {
  const { most } = limitDescriptions[name];
  const fits = Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most;
  return fits ? undefined : `${name}: must be a whole number from 1 to ${most}`;
};
