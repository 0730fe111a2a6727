import { InvalidArgumentError } from 'commander';
import { type AdminClient, adminClient } from './admin-client.js';
import { findConnection } from './config.js';
import { makeOutput, type Output } from './output.js';

/** What every command works with; made when it runs, so that `--help` needs no server. */
export type Context = { readonly admin: AdminClient; readonly output: Output };

export type MakeContext = () => Promise<Context>;

export const contextOf = async (json: boolean): Promise<Context> => ({
  admin: adminClient(await findConnection()),
  output: makeOutput(json, (text) => process.stdout.write(`${text}\n`)),
});

/** A path segment: names may hold anything. */
export const segment = (text: string): string => encodeURIComponent(text);

/** Reads `--limit`. */
export const limit = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1_000)
    throw new InvalidArgumentError('write a whole number from 1 to 1000.');
  return count;
};

/** A time as people read it, local to nobody: ISO without milliseconds. */
export const when = (ms: number | null | undefined): string | undefined =>
  ms === null || ms === undefined ? undefined : new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
