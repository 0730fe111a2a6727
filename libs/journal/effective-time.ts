/**
 * Log time that never goes back: the running maximum, per partition, of the log's own times of append (ms). Deadlines
 * are judged by it and it is the time of what a record changed. Raw record times would not do: brokers' clocks differ,
 * and a deadline that has passed must stay passed.
 */
export const effectiveTime = (previous: number, recordTimestamp: number): number => Math.max(previous, recordTimestamp);
