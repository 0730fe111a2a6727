import type { Statement } from '#persistence';

/** $1 name, $2 partitions, $3 time, $4 retention in ms or null for ever. An existing topic stays as it is. */
export const createTopic: Statement = {
  name: 'log_create_topic',
  text: `
    with created as (
      insert into log.topic (name, partitions, time, retention_ms) values ($1, $2, $3, $4)
      on conflict (name) do nothing
      returning topic_id, partitions
    )
    insert into log.partition (topic_id, partition)
    select topic_id, generate_series(0, partitions - 1) from created`,
};
