import type { Statement } from '#persistence';

export const readEnds: Statement = {
  name: 'log_ends',
  text: `
    select p.next_offset from log.partition p join log.topic t using (topic_id)
    where t.name = $1 order by p.partition`,
};
