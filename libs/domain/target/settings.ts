type Choice = { readonly kind: 'choice'; readonly values: readonly string[] };
type NumberRange = { readonly kind: 'number'; readonly min: number; readonly max: number };

/** What may be set for one target; what is not set follows its profile. */
export const targetSettings = {
  /** What becomes of the account of a deleted user. */
  onDelete: { kind: 'choice', values: ['delete', 'deactivate', 'leave'] },
  ratePerSecond: { kind: 'number', min: 0.1, max: 10_000 },
  burst: { kind: 'number', min: 1, max: 10_000 },
  /** Requests under way at the same time. */
  concurrency: { kind: 'number', min: 1, max: 64 },
  timeoutMs: { kind: 'number', min: 100, max: 60_000 },
  settleDelayMs: { kind: 'number', min: 0, max: 600_000 },
  backoffBaseMs: { kind: 'number', min: 1, max: 60_000 },
  membersPerRequest: { kind: 'number', min: 1, max: 1_000 },
} as const satisfies Readonly<Record<string, Choice | NumberRange>>;

const known: Readonly<Record<string, Choice | NumberRange>> = targetSettings;

const problemOf = (name: string, value: unknown): string | undefined => {
  const setting = Object.hasOwn(known, name) ? known[name] : undefined;
  if (setting === undefined) return `${name}: is no setting of a target; there are ${Object.keys(known).join(', ')}`;
  if (setting.kind === 'choice') {
    return setting.values.includes(value as string) ? undefined : `${name}: must be ${setting.values.join(' or ')}`;
  }
  const { min, max } = setting;
  return typeof value === 'number' && value >= min && value <= max
    ? undefined
    : `${name}: must be a number from ${min} to ${max}`;
};

/** One sentence for each setting that is unknown or has a value it cannot have. */
export const targetSettingProblems = (settings: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(settings).flatMap(([name, value]) => problemOf(name, value) ?? []);
