import { aProposal } from '#testing';
import { decodeRecord, encodeRecord } from './codec.js';
import { splitProposal } from './split-proposal.js';

const events = Array.from({ length: 20 }, (_, index) => ({ type: 'e', v: 1, data: { index, text: 'x'.repeat(100) } }));
const proposal = aProposal({ events, claims: { 'displayName/1': ['k'] } });

describe('an oversized proposal', () => {
  it('becomes parts that hold all events in order, then itself without events', () => {
    const records = splitProposal(proposal, 400);
    const parts = records.slice(0, -1);
    expect(parts.flatMap((part) => (part.kind === 'part' ? part.events : []))).toEqual(events);
    expect(parts.map((part) => part.kind === 'part' && part.index)).toEqual(parts.map((_, index) => index));
    expect(records.at(-1)).toEqual({ ...proposal, events: [], parts: parts.length });
    for (const part of parts) expect(JSON.stringify('events' in part && part.events).length).toBeLessThan(450);
    for (const record of records) expect(decodeRecord(encodeRecord(record))).toEqual(record);
  });

  it('stays one record when it fits, or when its only event is too large to cut', () => {
    expect(splitProposal(proposal, 10_000)).toEqual([proposal]);
    const single = { ...proposal, events: events.slice(0, 1) };
    expect(splitProposal(single, 10)).toEqual([single]);
  });
});
