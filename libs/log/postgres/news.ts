import type { Database } from '#persistence';

/** What readers of a topic are told: that partitions may have new records, or that the members of a group changed. */
export type News = { readonly records: readonly number[] } | { readonly members: true };

export const channelOf = (topic: string): string => `log ${topic}`.slice(0, 63);

/*
 * payload = "members" / "records " partition *("," partition)
 */
export const membersChanged = 'members';

/** A notice that gets lost costs the readers of other processes their poll interval. */
export async function announceRecords(database: Database, topic: string, partitions: Iterable<number>): Promise<void> {
  await database.notify(channelOf(topic), `records ${[...new Set(partitions)].sort((a, b) => a - b).join()}`);
}

export function newsOf(payload: string): News {
  if (payload === membersChanged) return { members: true };
  return {
    records: payload
      .slice(payload.indexOf(' ') + 1)
      .split(',')
      .map(Number),
  };
}
