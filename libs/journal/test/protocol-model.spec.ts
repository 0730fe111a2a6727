import fc from 'fast-check';
import type { Mutation } from './model-store.js';
import { runProtocolModel, type Violation } from './protocol-model.js';

const RUNS = Number(process.env['ROLLCALL_MODEL_RUNS'] ?? 400);

// Fixed seeds, so that a mutation is caught by the same runs always.
const violationsOf = (mutation: Mutation, runs: number): ReadonlySet<Violation> => {
  const found = new Set<Violation>();
  for (let seed = 1; seed <= runs; seed += 1)
    for (const one of runProtocolModel(seed, mutation).violations) found.add(one);
  return found;
};

const caught: readonly (readonly [Mutation, readonly Violation[], number])[] = [
  ['no dedupe', ['I2 applied twice'], 20],
  ['no deadline', ['I6 "not applied" was applied'], 20],
  ['no offset check', ['I3 replay differs'], 40],
  ['no claims', ['I1 two live users share a name'], 20],
  ['no watermark', ['I5 public log is not the accepted events in order, once'], 20],
  ['not applied on a timer', ['I6 "not applied" was applied'], 20],
  ['deadline on raw time', ['I6 "not applied" was applied'], 600],
  ['duplicate before expired', ['I3 replay differs'], 40],
  ['parts not counted', ['I7 accepted without all its parts'], 40],
];

describe('the protocol over the real arbiter, under faults', () => {
  it('violates no invariant at any seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0x7fffffff }), (seed) => {
        expect([...runProtocolModel(seed).violations]).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('is exercised by the runs: every verdict, repeats and public repeats occur', () => {
    const seen = new Set<string>();
    let repeated = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const { tally } = runProtocolModel(seed);
      for (const reason of Object.keys(tally.voided)) seen.add(reason);
      if (tally.accepted > 0) seen.add('accepted');
      repeated += tally.repeatedPublic;
    }
    expect([...seen].sort()).toEqual(['accepted', 'expired', 'gone', 'incomplete', 'uniqueness', 'version']);
    expect(repeated).toBeGreaterThan(0);
  });

  it.each(caught)('catches the mutation "%s"', (mutation, expected, runs) => {
    const violations = violationsOf(mutation, runs);
    for (const one of expected) expect(violations).toContain(one);
  });
});
