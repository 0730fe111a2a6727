import { randomUUID } from 'node:crypto';
import { Bell } from '../bell.js';
import { LogError, type LogRecord, type StoredRecord, type TopicSpec } from '../port.js';
import { Group } from './group.js';

type Topic = { readonly spec: TopicSpec; readonly partitions: readonly StoredRecord[][] };

/** What stands in for a broker: topics with their records, and groups of readers. Shared by the logs opened on it. */
export class MemoryStore {
  readonly id: string = randomUUID();
  /** Rings whenever a record was written. */
  readonly written = new Bell();
  readonly #topics = new Map<string, Topic>();
  readonly #groups = new Map<string, Group>();

  create(topic: string, spec: TopicSpec): void {
    if (this.#topics.has(topic)) return;
    this.#topics.set(topic, { spec, partitions: Array.from({ length: spec.partitions }, () => []) });
  }

  specOf(topic: string): TopicSpec | undefined {
    return this.#topics.get(topic)?.spec;
  }

  partitions(topic: string): readonly StoredRecord[][] {
    const found = this.#topics.get(topic);
    if (!found) throw new LogError('LOG_TOPIC_MISSING', `Topic ${topic} does not exist.`, true);
    return found.partitions;
  }

  /** Writes all records at once, so that those of one call stay together. */
  write(topic: string, records: readonly LogRecord[], timestamp: number): void {
    const partitions = this.partitions(topic);
    for (const record of records) {
      const partition = partitions[record.partition];
      if (!partition) throw new RangeError(`Topic ${topic} has no partition ${record.partition}.`);
      partition.push({ ...record, value: Buffer.from(record.value), offset: partition.length, timestamp });
    }
    this.written.ring();
  }

  group(topic: string, name: string): Group {
    const id = JSON.stringify([topic, name]);
    const known = this.#groups.get(id);
    if (known) return known;
    const group = new Group(this.partitions(topic).length);
    this.#groups.set(id, group);
    return group;
  }
}
