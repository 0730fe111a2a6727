import { decodeRecord, JOURNAL_TOPIC } from '#journal';
import type { Append, Fault, FaultPlan } from '#log/memory';

const isProposal = ({ topic, records: [first] }: Append): boolean =>
  topic === JOURNAL_TOPIC && first !== undefined && decodeRecord(first).kind === 'proposal';

/** Happens to the first proposal and to nothing else. */
export const onFirstProposal = (fault: Fault): FaultPlan => {
  let isDone = false;
  return (append) => {
    if (isDone || !isProposal(append)) return undefined;
    isDone = true;
    return fault;
  };
};
