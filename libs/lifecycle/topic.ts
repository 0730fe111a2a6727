/** The public log of accepted events, derived from the journal; same number of partitions, kept for a while only. */
export const LIFECYCLE_TOPIC = 'rollcall.lifecycle.v1';
