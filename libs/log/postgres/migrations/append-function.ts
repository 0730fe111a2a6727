/** SQLSTATE that `log.append` raises when the topic, or one of the partitions, is not there. */
export const TOPIC_MISSING = 'RL001';

/**
 * Writes records of one topic, in the order given, all or none. `in_partitions` are the ones to be written to, once
 * each; `in_heads` a JSON array with partition, key, headers and size of each record; `in_content` all their values,
 * one behind the other. Partitions are locked in ascending order, so that two batches never wait for each other in a
 * circle. The time of a record is the server's clock, never earlier than that of the record before it in its partition.
 *
 * Gives, for each partition, the offset after the last record and the time they all have.
 */
export const appendFunction = `
create or replace function log.append(in_topic text, in_partitions int[], in_heads json, in_content bytea)
returns table (at_partition int, end_offset bigint, at_time bigint) language plpgsql as $$
#variable_conflict use_column
declare
  found_partitions bigint;
begin
  if cardinality(in_partitions) > 1 then
    perform from log.partition p join log.topic t using (topic_id)
      where t.name = in_topic and p.partition = any (in_partitions)
      order by p.partition for update of p;
  end if;
  return query
    with heads as materialized (
      select h.*, row_number() over (partition by h.partition order by h.place) - 1 as nth,
             sum(h.bytes) over (order by h.place) - h.bytes as start
      from rows from (json_to_recordset(in_heads) as (partition int, key text, headers json, bytes int))
           with ordinality as h (partition, key, headers, bytes, place)
    ), needed as (
      select partition, count(*) as records from heads group by partition
    ), moved as (
      update log.partition p
      set next_offset = p.next_offset + needed.records,
          last_time = greatest(p.last_time, floor(extract(epoch from clock_timestamp()) * 1000)::bigint)
      from needed, log.topic t
      where t.name = in_topic and p.topic_id = t.topic_id and p.partition = needed.partition
      returning p.topic_id, p.partition, p.next_offset - needed.records as first_offset, p.next_offset, p.last_time
    ), written as (
      insert into log.record (topic_id, partition, "offset", appended_at, key, headers, value)
        select m.topic_id, h.partition, m.first_offset + h.nth, m.last_time, h.key, h.headers,
               substring(in_content from h.start::int + 1 for h.bytes)
        from heads h join moved m on m.partition = h.partition
        order by h.place
    )
    select m.partition, m.next_offset, m.last_time from moved m;
  get diagnostics found_partitions = row_count;
  if found_partitions <> cardinality(in_partitions) then
    raise exception using errcode = '${TOPIC_MISSING}', message = 'The topic or one of the partitions does not exist.';
  end if;
end
$$`;
