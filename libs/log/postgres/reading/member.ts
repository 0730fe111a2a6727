import { createHash, randomInt } from 'node:crypto';
import type { Session } from '#persistence';
import { listMembers } from '../statements/list-members.js';

/** What a group's locks are made of: 32 bits for the group, below them a member's or a partition's own. */
type GroupKeys = { readonly members: number; readonly owners: number };

/**
 * A reader in its group, as seen by the database. Two kinds of session locks say all there is to say, and both end with
 * the session: (group's member key, member id) for being there, (group's owner key, partition) for owning a partition.
 */
export class Member {
  readonly #id = randomInt(2 ** 31);
  readonly #keys: GroupKeys;

  constructor(
    private readonly session: Session,
    topic: string,
    group: string,
  ) {
    this.#keys = { members: keyOf('member', topic, group), owners: keyOf('owner', topic, group) };
  }

  async join(): Promise<void> {
    await this.session.query('select pg_advisory_lock($1, $2)', [this.#keys.members, this.#id]);
  }

  /** The partitions that are this member's share: every n-th, by its place among the n members. */
  async share(partitions: number): Promise<readonly number[]> {
    const members = await this.session.query<{ member: number }>(listMembers, [this.#keys.members >>> 0]);
    const place = members.findIndex(({ member }) => member === this.#id);
    if (place < 0) return [];
    return Array.from({ length: partitions }, (_, partition) => partition).filter((p) => p % members.length === place);
  }

  /** False while somebody else still owns it. */
  async take(partition: number): Promise<boolean> {
    const rows = await this.session.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
      this.#keys.owners,
      partition,
    ]);
    return rows[0]?.taken === true;
  }

  async release(partition: number): Promise<void> {
    await this.session.query('select pg_advisory_unlock($1, $2)', [this.#keys.owners, partition]);
  }

  async leave(): Promise<void> {
    await this.session.query('select pg_advisory_unlock_all()');
  }
}

/** A signed 32-bit number, as `pg_advisory_lock(int, int)` takes it. */
function keyOf(...words: readonly string[]): number {
  return createHash('sha256').update(words.join('\0')).digest().readInt32BE(0);
}
