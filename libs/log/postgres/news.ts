import type { Database } from '#persistence';

/** What readers of a topic are told: how far partitions go now, or that the members of a group changed. */
export type News = { readonly ends: ReadonlyMap<number, number> } | { readonly members: true };

export const channelOf = (topic: string): string => `log ${topic}`.slice(0, 63);

/*
 * payload = "members" / "records " end *("," end)
 * end     = partition ":" offset after the last record
 */
export const membersChanged = 'members';

/** A notice that gets lost costs the readers of other processes their poll interval. */
export async function announceRecords(
  database: Database,
  topic: string,
  ends: readonly (readonly [partition: number, end: number])[],
): Promise<void> {
  await database.notify(channelOf(topic), `records ${ends.map((end) => end.join(':')).join()}`);
}

export function newsOf(payload: string): News {
  if (payload === membersChanged) return { members: true };
  const ends = payload.slice(payload.indexOf(' ') + 1).split(',');
  return { ends: new Map(ends.map((end) => end.split(':').map(Number) as [number, number])) };
}
