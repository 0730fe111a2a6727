/** The private log of proposals: never compacted, never expired, times set by the log at append. */
export const JOURNAL_TOPIC = 'rollcall.journal.v1';
