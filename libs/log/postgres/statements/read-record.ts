import type { Statement } from '#persistence';

export const readRecord: Statement = {
  name: 'log_at',
  text: `
    select r.partition, r."offset", r.appended_at, r.key, r.headers, r.value
    from log.record r join log.topic t using (topic_id)
    where t.name = $1 and r.partition = $2 and r."offset" = $3`,
};
