import type { Session } from '#persistence';
import type { Handover } from '../../handover.js';
import type { LogReader } from '../../port.js';
import { channelOf, membersChanged, newsOf } from '../news.js';
import { Pulse } from '../pulse.js';
import { Lane, type LaneSource } from './lane.js';
import { Member } from './member.js';

const TICK_MS = 1_000;
const RETRY_TICK_MS = 100;

type RunningLane = { readonly lane: Lane; readonly stop: AbortController; readonly ended: Promise<void> };

export type TenureOptions = {
  readonly source: LaneSource;
  readonly topic: string;
  readonly partitions: number;
  readonly reader: LogReader;
  readonly session: Session;
  readonly handover: Handover;
};

/*
 * One session's time in the group.
 *   each tick (members changed, or 1 s; 100 ms while a partition of our share is another's):
 *     share = every n-th partition
 *     owned but not in the share: stop its lane, then let go of its lock, then tell the group
 *     in the share but not owned: try its lock; got it -> start its lane
 *   signal: stop all lanes, leave, tell the group          session lost: stop all lanes (the locks are gone)
 */
export class Tenure {
  readonly #lanes = new Map<number, RunningLane>();
  readonly #members = new Pulse();
  readonly #member: Member;
  #told = '';

  constructor(private readonly options: TenureOptions) {
    this.#member = new Member(options.session, options.topic, options.reader.group);
  }

  /** Resolves when `signal` aborts or the session is lost, once every lane has ended. */
  async run(signal: AbortSignal): Promise<void> {
    const { session, topic, partitions } = this.options;
    const over = AbortSignal.any([signal, session.lost]);
    try {
      await session.listen(channelOf(topic), (payload) => this.#heard(payload));
      await this.#member.join();
      await this.#tellGroup();
      while (!over.aborted) {
        const seen = this.#members.count;
        const isComplete = await this.#settle(await this.#member.share(partitions), over);
        await this.#members.after(seen, isComplete ? TICK_MS : RETRY_TICK_MS, over);
      }
    } finally {
      await this.#stop([...this.#lanes.keys()]);
      this.#tellReader();
    }
    await this.#member.leave();
    await this.#tellGroup();
  }

  /** True when all of the share is owned. */
  async #settle(share: readonly number[], over: AbortSignal): Promise<boolean> {
    const leaving = [...this.#lanes.keys()].filter((partition) => !share.includes(partition));
    if (leaving.length > 0) {
      await this.#stop(leaving);
      for (const partition of leaving) await this.#member.release(partition);
      await this.#tellGroup();
    }
    for (const partition of share) {
      if (over.aborted) return false;
      if (!this.#lanes.has(partition) && (await this.#member.take(partition))) this.#start(partition, over);
    }
    this.#tellReader();
    return share.every((partition) => this.#lanes.has(partition));
  }

  #start(partition: number, over: AbortSignal): void {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, over]);
    const { source, reader, handover, topic } = this.options;
    const lane = new Lane(source, partition, reader);
    const leave = handover.take(topic, partition, lane);
    this.#lanes.set(partition, { lane, stop, ended: lane.run(signal).finally(leave) });
  }

  #heard(payload: string): void {
    const news = newsOf(payload);
    if ('members' in news) this.#members.beat();
    else for (const [partition, end] of news.ends) this.#lanes.get(partition)?.lane.hear(end);
  }

  async #stop(partitions: readonly number[]): Promise<void> {
    const lanes = partitions.map((partition) => this.#lanes.get(partition));
    for (const lane of lanes) lane?.stop.abort();
    await Promise.all(lanes.map((lane) => lane?.ended));
    for (const partition of partitions) this.#lanes.delete(partition);
  }

  #tellReader(): void {
    const owned = [...this.#lanes.keys()].sort((a, b) => a - b);
    if (this.#told === owned.join()) return;
    this.#told = owned.join();
    this.options.reader.onAssignment?.(owned);
  }

  async #tellGroup(): Promise<void> {
    await this.options.session.query('select pg_notify($1, $2)', [channelOf(this.options.topic), membersChanged]);
  }
}
