import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const here = 'apps/gateway/test/providers';

type Body = Record<string, unknown>;
type Values = Readonly<Record<string, unknown>>;

const filled = (value: unknown, values: Values): unknown => {
  if (Array.isArray(value)) return value.map((element) => filled(element, values));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, values)]));
  }
  if (typeof value !== 'string') return value;
  const whole = /^\{(\w+)\}$/.exec(value)?.[1];
  if (whole !== undefined) return values[whole];
  return value.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
};

/**
 * The bodies one provider was seen to send, with values of our own. What only a run knows stands in braces, as in
 * `members[value eq "{user}"]`, and is filled in from `values`.
 */
export const recorded = (provider: string) => {
  const bodies = JSON.parse(readFileSync(join(here, `${provider}.fixture.json`), 'utf8')) as Record<string, Body>;
  return (name: string, values: Values = {}): Body => {
    const body = bodies[name];
    if (!body) throw new Error(`${provider} has no recorded body named ${name}`);
    return filled(body, values) as Body;
  };
};
