import type { TopicSpec } from '../port.js';

/** One sentence for each setting in which a topic differs from what it must be. */
export function checkTopic(topic: string, found: TopicSpec | undefined, needed: TopicSpec): readonly string[] {
  if (!found) return [`Topic ${topic} does not exist.`];
  return (['partitions', 'time', 'retention'] as const)
    .filter((setting) => found[setting] !== needed[setting])
    .map((setting) => `Topic ${topic}: ${setting} is ${found[setting]}, but must be ${needed[setting]}.`);
}
