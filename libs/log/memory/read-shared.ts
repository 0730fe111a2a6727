import type { LogReader } from '../port.js';
import { readPartition } from './read-partition.js';
import type { MemoryStore } from './store.js';

/** Reads the partitions the group gives to this reader, each by its own loop, until the signal aborts. */
export async function readShared(
  store: MemoryStore,
  topic: string,
  reader: LogReader,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const group = store.group(topic, reader.group);
  const loops = new Map<number, { readonly stop: AbortController; readonly ended: Promise<void> }>();
  const ending = new Set<Promise<void>>();

  const drop = (partition: number) => {
    const loop = loops.get(partition)!;
    loops.delete(partition);
    loop.stop.abort();
    ending.add(loop.ended);
    void loop.ended.finally(() => ending.delete(loop.ended));
  };
  const own = (partitions: readonly number[]) => {
    const wanted = new Set(partitions);
    const gone = [...loops.keys()].filter((partition) => !wanted.has(partition));
    const fresh = partitions.filter((partition) => !loops.has(partition));
    gone.forEach(drop);
    for (const partition of fresh) {
      const stop = new AbortController();
      const ended = group.take(partition, () => readPartition(store, topic, partition, reader, stop.signal));
      loops.set(partition, { stop, ended });
    }
    if (gone.length + fresh.length > 0) reader.onAssignment?.(partitions);
  };

  const member = { own };
  group.join(member);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  [...loops.keys()].forEach(drop);
  const ended = Promise.all(ending);
  group.leave(member);
  await ended;
}
