import type { Statement } from '#persistence';
import type { TopicSpec } from '../../port.js';

export type TopicRow = {
  readonly topic_id: number;
  readonly partitions: number;
  readonly time: TopicSpec['time'];
  readonly retention_ms: number | null;
};

export const findTopic: Statement = {
  name: 'log_find_topic',
  text: 'select topic_id, partitions, time, retention_ms from log.topic where name = $1',
};
