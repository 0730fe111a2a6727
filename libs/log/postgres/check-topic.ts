import type { TopicSpec } from '../port.js';
import type { TopicRow } from './statements/find-topic.js';

/** One sentence for each setting in which a topic differs from what it must be. Keeping records longer is no fault. */
export function checkTopic(topic: string, found: TopicRow | undefined, needed: TopicSpec): readonly string[] {
  if (!found) return [`Topic ${topic} does not exist.`];
  const retention = found.retention_ms ?? 'forever';
  const lasts = retention === 'forever' || (needed.retention !== 'forever' && retention >= needed.retention);
  const checks: readonly [holds: boolean, setting: keyof TopicSpec, found: string | number][] = [
    [found.partitions === needed.partitions, 'partitions', found.partitions],
    [found.time === needed.time, 'time', found.time],
    [lasts, 'retention', retention],
  ];
  return checks
    .filter(([holds]) => !holds)
    .map(([, setting, is]) => `Topic ${topic}: ${setting} is ${is}, but must be ${needed[setting]}.`);
}
