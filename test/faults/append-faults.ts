import { decodeRecord, JOURNAL_TOPIC } from '#journal';
import type { Append, Fault, FaultPlan } from '#log/memory';

const isProposal = ({ topic, records: [first] }: Append): boolean =>
  topic === JOURNAL_TOPIC && first !== undefined && decodeRecord(first).kind === 'proposal';

/** Happens to the first proposal and to nothing else. `met` resolves as soon as that is on its way. */
export const onFirstProposal = (fault: Fault): { readonly plan: FaultPlan; readonly met: Promise<void> } => {
  const { promise: met, resolve } = Promise.withResolvers<void>();
  let isDone = false;
  const plan: FaultPlan = (append) => {
    if (isDone || !isProposal(append)) return undefined;
    isDone = true;
    resolve();
    return fault;
  };
  return { plan, met };
};
