/** Columns of `event` under the names of `StoredEventRow`. */
export const eventColumns = (alias: string): string =>
  `${alias}.partition, ${alias}.src, ${alias}.idx, ${alias}.directory_id as "directoryId",
       ${alias}.aggregate_type as "aggregateType", ${alias}.aggregate_id as "aggregateId", ${alias}.version,
       ${alias}.type, ${alias}.v, ${alias}.data, ${alias}.sealed, ${alias}.effective_time as "effectiveTime",
       ${alias}.command_id as "commandId", ${alias}.request_id as "requestId", ${alias}.actor`;
