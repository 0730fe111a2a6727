import { targetSettings } from '#domain';
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

type Numbers = { [N in keyof typeof targetSettings]: (typeof targetSettings)[N]['kind'] extends 'number' ? N : never };

export const paceOf = (settings: Readonly<Record<string, unknown>>, profile: Profile): Pace => {
  const of = (name: Numbers[keyof Numbers], otherwise: number): number => {
    const value = settings[name];
    const { min, max } = targetSettings[name];
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : otherwise;
  };
  const ratePerSecond = of('ratePerSecond', profile.ratePerSecond);
  const timeoutMs = of('timeoutMs', 10_000);
  return {
    ratePerSecond,
    burst: of('burst', Math.max(profile.burst, 2 * ratePerSecond)),
    concurrency: Math.round(of('concurrency', 5)),
    timeoutMs,
    settleDelayMs: of('settleDelayMs', timeoutMs + 5_000),
    backoffBaseMs: of('backoffBaseMs', 1_000),
    membersPerRequest: Math.round(of('membersPerRequest', profile.membersPerRequest)),
  };
};
