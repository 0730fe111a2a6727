/** SQLSTATE that `log.append` raises when the topic, or one of the partitions, is not there. */
export const TOPIC_MISSING = 'RL001';

/**
 * Writes records of one topic, in the order given, all or none. The arrays are as long as one another. Partitions are
 * locked in ascending order, so that two batches never wait for each other in a circle. The time of a record is the
 * server's clock, never earlier than that of the record before it in its partition.
 *
 * Gives, for each partition, the offset after the last record and the time they all have.
 */
export const appendFunction = `
create or replace function log.append(
  in_topic text, in_partitions int[], in_keys text[], in_headers text[], in_values bytea[]
)
returns table (at_partition int, end_offset bigint, at_time bigint) language plpgsql as $$
#variable_conflict use_column
declare
  written bigint;
begin
  perform from log.partition p join log.topic t using (topic_id)
    where t.name = in_topic and p.partition = any (in_partitions)
    order by p.partition for update of p;
  with needed as (
    select n.partition, count(*) as records from unnest(in_partitions) as n (partition) group by n.partition
  ), moved as (
    update log.partition p
    set next_offset = p.next_offset + needed.records,
        last_time = greatest(p.last_time, floor(extract(epoch from clock_timestamp()) * 1000)::bigint)
    from needed, log.topic t
    where t.name = in_topic and p.topic_id = t.topic_id and p.partition = needed.partition
    returning p.topic_id, p.partition, p.next_offset - needed.records as first_offset, p.last_time
  )
  insert into log.record (topic_id, partition, "offset", appended_at, key, headers, value)
    select m.topic_id, r.partition,
           m.first_offset + row_number() over (partition by r.partition order by r.place) - 1,
           m.last_time, r.key, r.headers::json, r.content
    from unnest(in_partitions, in_keys, in_headers, in_values) with ordinality as r (partition, key, headers, content, place)
    join moved m on m.partition = r.partition;
  get diagnostics written = row_count;
  if written <> cardinality(in_partitions) then
    raise exception using errcode = '${TOPIC_MISSING}', message = 'The topic or one of the partitions does not exist.';
  end if;
  return query
    select p.partition, p.next_offset, p.last_time from log.partition p join log.topic t using (topic_id)
    where t.name = in_topic and p.partition = any (in_partitions);
end
$$`;
