import type { Profile } from '../drivers/scim2/profiles.js';

/** How a target is driven: its profile's numbers, overridden by its settings, each kept within bounds. */
export type Pace = {
  readonly ratePerSecond: number;
  readonly burst: number;
  /** Requests under way at the same time. */
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly settleDelayMs: number;
  readonly backoffBaseMs: number;
  readonly membersPerRequest: number;
};

export const paceOf = (settings: Readonly<Record<string, unknown>>, profile: Profile): Pace => {
  const ratePerSecond = bounded(settings['ratePerSecond'], 0.1, 10_000, profile.ratePerSecond);
  const timeoutMs = bounded(settings['timeoutMs'], 100, 60_000, 10_000);
  return {
    ratePerSecond,
    burst: bounded(settings['burst'], 1, 10_000, Math.max(profile.burst, 2 * ratePerSecond)),
    concurrency: Math.round(bounded(settings['concurrency'], 1, 64, 5)),
    timeoutMs,
    settleDelayMs: bounded(settings['settleDelayMs'], 0, 600_000, timeoutMs + 5_000),
    backoffBaseMs: bounded(settings['backoffBaseMs'], 1, 60_000, 1_000),
    membersPerRequest: Math.round(bounded(settings['membersPerRequest'], 1, 1_000, profile.membersPerRequest)),
  };
};

const bounded = (value: unknown, min: number, max: number, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : otherwise;
