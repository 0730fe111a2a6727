import type { Logger } from '#runtime';
import type { CommittedBatch } from './handle-batch.js';

/** What an operator may want to find again: refusals and parked aggregates, by request id. Never a value. */
export const logOutcome = (logger: Logger, partition: number, { judged, records }: CommittedBatch): void => {
  logger.debug({ partition, records: records.length, nextOffset: judged.after.nextOffset }, 'batch_committed');
  for (const { commandId, offset, requestId, verdict } of judged.verdicts.values()) {
    if (verdict.is !== 'void') continue;
    const { reason, scope } = verdict;
    logger.info({ partition, offset, commandId, requestId, reason, scope }, 'verdict_void');
  }
  for (const { aggregate, parkedNow, added } of judged.parking.parked) {
    const requestIds = added.map(({ event }) => event.requestId);
    if (parkedNow) logger.error({ partition, ...aggregate, ...parkedNow, requestIds }, 'aggregate_parked');
    else if (added.length > 0) logger.warn({ partition, ...aggregate, requestIds }, 'parked_event_appended');
  }
  for (const aggregate of judged.parking.freed) logger.warn({ partition, ...aggregate }, 'aggregate_released');
};
