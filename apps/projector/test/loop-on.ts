import { FIRST_GENERATION, projectorStatements } from '#read-model';
import { createMetrics } from '#runtime';
import { JournalLoop, type JournalLoopDependencies } from '../src/journal-loop/journal-loop.js';
import { journalMetrics } from '../src/journal-loop/journal-metrics.js';
import type { Stage } from './stage.js';

/** A journal loop of the first generation that tells nobody, to hand batches to. */
export const loopOn = (stage: Stage, through: Partial<JournalLoopDependencies> = {}): JournalLoop =>
  new JournalLoop({
    ...stage.dependencies,
    statements: projectorStatements(FIRST_GENERATION),
    group: 'g',
    generation: FIRST_GENERATION,
    metrics: journalMetrics(createMetrics({ processMetrics: false })),
    onPosition: () => undefined,
    onCommitted: () => undefined,
    onAssignment: () => undefined,
    ...through,
  });
