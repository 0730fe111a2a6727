import type { Database, Queryable } from '#persistence';
import { failureCode, retryTransient } from '#persistence';
import { delay, type Logger } from '#runtime';
import type { Exchange } from '../drivers/driver.js';
import type { Link } from './link.js';
import type { Settlement } from './settlement.js';
import { keepSuccess } from './statements/keep-gate.js';
import { logOperations } from './statements/log-operations.js';
import { forgetMemberships, rearmGroups, settleMemberships } from './statements/memberships.js';
import { settleLinks } from './statements/settle-links.js';

/** What came of one claimed link, with the requests it took. */
export type Settled = {
  readonly link: Link;
  readonly settlement: Settlement;
  readonly exchanges: readonly (Exchange & { readonly at: string })[];
};

export type SettlerParts = {
  readonly database: Database;
  readonly targetId: string;
  readonly epoch: number;
  readonly logger: Logger;
  /** Nothing is retried once the lease is over: the next owner finds out by itself. */
  readonly signal: AbortSignal;
  /** A link has more to do in so many ms. */
  readonly onDue: (ms: number) => void;
  /** A batch could not be written: its links stay claimed until the target is taken anew. */
  readonly onBroken: () => void;
};

type After = { readonly objectId: string; readonly isDirty: boolean; readonly dueInMs: number };

const mostAtOnce = 256;
const gatherMs = 10;
/** As in `rearmGroups`. */
const rearmMs = 200;
const uniqueViolation = '23505';

/** Writes settlements in batches, one transaction each, with their operation log. */
export class Settler {
  readonly #queue: Settled[] = [];
  #draining: Promise<void> | undefined;

  constructor(private readonly parts: SettlerParts) {}

  get size(): number {
    return this.#queue.length;
  }

  add(settled: Settled): void {
    this.#queue.push(settled);
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  /** Resolves once everything added so far is written, or given up with the lease. */
  async idle(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      if (this.#queue.length < mostAtOnce) await delay(gatherMs);
      const batch = this.#queue.splice(0, mostAtOnce);
      try {
        await this.#write(batch);
      } catch (error) {
        this.parts.logger.error({ target: this.parts.targetId, err: error, links: batch.length }, 'settling_failed');
        this.parts.onBroken();
      }
    }
  }

  async #write(batch: readonly Settled[]): Promise<void> {
    const { database, signal } = this.parts;
    try {
      const after = await retryTransient(() => database.transaction((tx) => this.#settle(tx, batch)), { signal });
      for (const row of after) if (row.isDirty) this.parts.onDue(row.dueInMs);
    } catch (error) {
      if (failureCode(error) !== uniqueViolation) throw error;
      await this.#writeApart(batch);
    }
  }

  /** An account that is linked to another object already: that one link is a conflict, the others are not. */
  async #writeApart(batch: readonly Settled[]): Promise<void> {
    const [only, ...others] = batch;
    if (only && others.length === 0) {
      const { link, settlement } = only;
      const { remoteId, applied, appliedHash } = link;
      const conflict = {
        ...settlement,
        isApplied: false,
        phase: 'uncertain',
        halted: 'conflict',
        code: 'account_is_linked',
      };
      await this.#write([{ ...only, settlement: { ...conflict, remoteId, applied, appliedHash } as Settlement }]);
      return;
    }
    for (const one of batch) await this.#write([one]);
  }

  async #settle(tx: Queryable, batch: readonly Settled[]): Promise<readonly After[]> {
    const { targetId, epoch } = this.parts;
    const told = batch.flatMap(membershipRows);
    if (told.length > 0) await tx.query(settleMemberships, [targetId, epoch, JSON.stringify(told)]);
    const settlements = JSON.stringify(batch.map(({ settlement: { memberships: _, ...columns } }) => columns));
    const after = await tx.query<After>(settleLinks, [targetId, epoch, settlements]);
    await this.#settleAround(tx, batch);
    const operations = batch.flatMap(operationRows);
    if (operations.length > 0) await tx.query(logOperations, [targetId, JSON.stringify(operations)]);
    if (batch.some(({ settlement, exchanges }) => settlement.isApplied && exchanges.length > 0)) {
      await tx.query(keepSuccess, [targetId, epoch]);
    }
    return after;
  }

  /** Accounts that came or went change what their groups have to do. */
  async #settleAround(tx: Queryable, batch: readonly Settled[]): Promise<void> {
    const { targetId } = this.parts;
    const lost = batch.filter(hasLost);
    if (lost.length > 0) await tx.query(forgetMemberships, [targetId, idsOf(lost, 'User'), idsOf(lost, 'Group')]);
    const gained = idsOf(batch.filter(hasGained), 'User');
    if (gained.length === 0) return;
    const armed = await tx.query(rearmGroups, [targetId, gained]);
    if (armed.length > 0) this.parts.onDue(rearmMs);
  }
}

const membershipRows = ({ link, settlement }: Settled): readonly unknown[] =>
  settlement.memberships.map((membership) => ({ ...membership, groupId: link.objectId }));

const hasLost = ({ link, settlement }: Settled): boolean =>
  settlement.remoteId === undefined && link.remoteId !== undefined;

const hasGained = ({ link, settlement }: Settled): boolean =>
  link.kind === 'User' && settlement.remoteId !== undefined && settlement.remoteId !== link.remoteId;

const idsOf = (settled: readonly Settled[], kind: string): readonly string[] =>
  settled.filter(({ link }) => link.kind === kind).map(({ link }) => link.objectId);

const operationRows = ({ link, exchanges }: Settled): readonly unknown[] =>
  exchanges.map((exchange) => ({
    ...exchange,
    kind: link.kind,
    object_id: link.objectId,
    event_id: link.eventId,
    request_id: link.requestId,
    attempt: link.attempts + 1,
  }));
