import type { ProjectorStatements } from '#read-model';
import { JournalLoop } from './journal-loop/journal-loop.js';
import { journalMetrics } from './journal-loop/journal-metrics.js';
import { ProgressWatch } from './journal-loop/progress-watch.js';
import { Pruner } from './pruning/pruner.js';
import { publishable } from './publishing/publishable.js';
import { Publisher } from './publishing/publisher.js';
import type { ProjectorDependencies } from './start-projector.js';
import { TableStatistics } from './statistics/table-statistics.js';

export type ProjectorParts = {
  readonly loop: JournalLoop;
  readonly publisher: Publisher;
  readonly pruner: Pruner;
  readonly watch: ProgressWatch;
  readonly statistics: TableStatistics;
};

/** The parts of a projector, told of one another: what the loop commits the publisher publishes and the watch sees. */
export const projectorParts = (
  dependencies: ProjectorDependencies,
  generation: string,
  statements: ProjectorStatements,
): ProjectorParts => {
  const shared = { ...dependencies, statements };
  let owned: readonly number[] = [];
  const ownedPartitions = (): readonly number[] => owned;
  const publisher = new Publisher(shared);
  const watch = new ProgressWatch({ ...shared, ownedPartitions });
  const statistics = new TableStatistics(shared);
  const loop = new JournalLoop({
    ...shared,
    group: `rollcall-projector-${generation}`,
    generation,
    metrics: journalMetrics(dependencies.metrics),
    onPosition: (partition, nextOffset) => watch.saw(partition, nextOffset),
    onCommitted: (partition, { judged, records }) => {
      const { nextOffset } = judged.after;
      watch.saw(partition, nextOffset);
      statistics.wrote(judged.events.length + judged.changes.addedMembers.size);
      publisher.offer(partition, {
        fromOffset: records[0]?.offset ?? nextOffset,
        nextOffset,
        events: judged.events.map((event) => publishable(partition, event)),
      });
    },
    onAssignment: (partitions) => {
      owned = [...partitions];
      publisher.own(partitions);
      dependencies.logger.info({ partitions }, 'partitions_assigned');
    },
  });
  return { loop, publisher, watch, statistics, pruner: new Pruner({ ...shared, ownedPartitions }) };
};
