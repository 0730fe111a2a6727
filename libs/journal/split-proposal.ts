import type { JournalEvent, JournalRecord, Part, Proposal } from './proposal.js';

/**
 * The records of a proposal, in the order to append them: itself, or parts of at most `maxBytes` of events each and then
 * the proposal without events. Events are never cut, so one event alone may exceed the limit.
 *
 * @param maxBytes of the events' JSON in one record; well below what the log accepts, for the envelope comes on top
 */
export const splitProposal = (proposal: Proposal, maxBytes: number): readonly JournalRecord[] => {
  const slices = sliceEvents(proposal.events, maxBytes);
  if (slices.length < 2) return [proposal];
  const { commandId, directoryId, notAfter } = proposal;
  const parts = slices.map(
    (events, index): Part => ({ kind: 'part', format: 1, rules: 1, commandId, directoryId, notAfter, index, events }),
  );
  return [...parts, { ...proposal, events: [], parts: parts.length }];
};

const sliceEvents = (events: readonly JournalEvent[], maxBytes: number): readonly (readonly JournalEvent[])[] => {
  const slices: JournalEvent[][] = [];
  let bytes = maxBytes;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event), 'utf8');
    if (bytes + size > maxBytes) {
      slices.push([]);
      bytes = 0;
    }
    slices.at(-1)?.push(event);
    bytes += size;
  }
  return slices;
};
