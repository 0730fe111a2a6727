const shortestMs = 1_000;
const longestMs = 3_600_000;

/**
 * Retry-After (RFC 9110 §10.2.3): seconds or an HTTP-date, as milliseconds between one second and one hour.
 * @returns nothing when there is none or it cannot be read.
 */
export const readRetryAfter = (header: string | undefined, nowMs: number): number | undefined => {
  if (header === undefined) return undefined;
  const text = header.trim();
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(longestMs, Math.max(shortestMs, waitMs));
};
