import { encodeRecord, JOURNAL_TOPIC, type JournalRecord, partitionOf, splitProposal } from '#journal';
import { type Log, LogError, type LogRecord } from '#log';
import type { MasterKey } from '#privacy';
import type { Clock, Logger } from '#runtime';
import type { Admission } from './admission.js';
import type { Draft } from './draft.js';
import type { PartitionProgress } from './partition-progress.js';
import { proposalOf } from './proposal-of-draft.js';
import type { Settlement } from './settlement.js';
import type { VerdictBoard, Wait } from './verdict-board.js';
import type { WriteMetrics } from './write-metrics.js';

const DEADLINE_MS = 6_000;
/** More for every event after the first: each is up to 1,000 members that have to get to the log and into tables. */
const EVENT_MS = 100;
const LONGEST_DEADLINE_MS = 20_000;
/** Of events in one record; the envelope and a log's own limit of about 1 MB are well above. */
const EVENTS_BYTES = 700_000;

/**
 * The one way onto the journal: admission, seal, register, append, wait for this command's own verdict. The log's
 * acknowledgement is not waited for and proves nothing; only an error that is definite ends the wait early.
 */
export class Proposing {
  constructor(
    private readonly parts: {
      readonly log: Log;
      readonly master: MasterKey;
      readonly board: VerdictBoard;
      readonly admission: Admission;
      readonly progress: PartitionProgress;
      readonly clock: Clock;
      readonly logger: Logger;
      readonly metrics: WriteMetrics;
    },
  ) {}

  async propose(draft: Draft): Promise<Settlement> {
    const partition = partitionOf(draft.directoryId, this.parts.progress.partitions);
    const refusal = this.parts.admission.refusal(partition);
    if (refusal) return { kind: 'not-applied', because: 'admission', detail: refusal };
    return this.parts.admission.within(() => this.#appendAndWait(draft, partition));
  }

  async #appendAndWait(draft: Draft, partition: number): Promise<Settlement> {
    const now = this.parts.clock.now();
    const deadlineMs = deadlineFor(draft.decision.events.length);
    const notAfter = Math.max(now, this.parts.progress.effectiveTime(partition)) + deadlineMs;
    const proposal = proposalOf(draft, this.parts.master, now, notAfter);
    const records = splitProposal(proposal, EVENTS_BYTES).map((record) =>
      logRecord(record, draft.directoryId, partition),
    );
    const wait = this.parts.board.wait(draft.commandId, partition, { notAfter, deadlineMs });
    const appending = this.parts.metrics.append.startTimer();
    this.parts.log
      .append(JOURNAL_TOPIC, records)
      .then(() => appending())
      .catch((error: unknown) => this.#appendFailed(draft, wait, error));
    const waiting = this.parts.metrics.verdict.startTimer();
    const settlement = await wait.settled;
    waiting({ outcome: settlement.kind === 'void' ? settlement.reason : settlement.kind });
    return settlement;
  }

  #appendFailed(draft: Draft, wait: Wait, error: unknown): void {
    this.parts.logger.warn({ err: error, requestId: draft.requestId }, 'append failed');
    if (!(error instanceof LogError) || !error.definite) return;
    const because = error.code === 'LOG_RECORD_TOO_LARGE' ? 'too-large' : 'log';
    const detail = because === 'too-large' ? 'The change is larger than the log takes.' : 'The log refused the change.';
    wait.settle({ kind: 'not-applied', because, detail });
  }
}

const deadlineFor = (events: number): number => Math.min(DEADLINE_MS + EVENT_MS * (events - 1), LONGEST_DEADLINE_MS);

export const logRecord = (record: JournalRecord, key: string, partition: number): LogRecord => ({
  partition,
  key,
  ...encodeRecord(record),
});
