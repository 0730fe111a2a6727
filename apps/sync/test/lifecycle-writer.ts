import { randomUUID } from 'node:crypto';
import { encodeLifecycle, LIFECYCLE_TOPIC, type LifecycleEvent } from '#lifecycle';
import type { Log } from '#log';

type Draft = Pick<LifecycleEvent, 'type'> & {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly directoryId: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly members?: LifecycleEvent['members'];
  readonly requestId?: string;
};

export const topicSpec = { partitions: 4, time: 'producer', retention: 'forever' } as const;

/** Writes a lifecycle log as the projector would: positions ascend, versions count per resource. */
export class LifecycleWriter {
  readonly #versions = new Map<string, number>();
  readonly #positions = new Map<number, number>();

  constructor(private readonly log: Log) {}

  /** Events of one call are one append. */
  async write(partition: number, drafts: readonly Draft[]): Promise<readonly LifecycleEvent[]> {
    const events = drafts.map((draft) => this.#event(draft));
    const records = events.map((event) => ({ partition, ...encodeLifecycle(event, this.#nextPosition(partition)) }));
    for (let at = 0; at < records.length; at += 500) {
      await this.log.append(LIFECYCLE_TOPIC, records.slice(at, at + 500));
    }
    return events;
  }

  #nextPosition(partition: number): { readonly src: number; readonly idx: number } {
    const src = (this.#positions.get(partition) ?? -1) + 1;
    this.#positions.set(partition, src);
    return { src, idx: 0 };
  }

  #event(draft: Draft): LifecycleEvent {
    const { resourceId, resourceType, type, directoryId, attributes, data, members } = draft;
    const version = (this.#versions.get(resourceId) ?? 0) + 1;
    this.#versions.set(resourceId, version);
    return {
      id: randomUUID(),
      type,
      v: 1,
      time: new Date().toISOString(),
      directoryId,
      resource: { type: resourceType, id: resourceId, version },
      requestId: draft.requestId ?? `req-${resourceId.slice(0, 8)}-${version}`,
      ...(attributes && { attributes }),
      ...(data && { data }),
      ...(members && { members }),
    };
  }
}
