import type { Proposal } from '#journal';

/** A uuid that shows its number: `anId(7)` ends in 7. */
export const anId = (number: number): string => `018f0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

let commands = 0;

/** A proposal that creates a user, with a commandId of its own, and with whatever matters to the test on top. */
export const aProposal = (proposal: Partial<Proposal> = {}): Proposal => {
  commands += 1;
  return {
    kind: 'proposal',
    format: 1,
    rules: 1,
    commandId: anId(0xc0_0000 + commands),
    directoryId: anId(1),
    notAfter: 10_000,
    aggregate: { type: 'User', id: anId(2) },
    expect: { is: 'absent' },
    events: [{ type: 'user.created', v: 1, data: { changed: ['userName'], active: true } }],
    occurredAt: 4_000,
    actor: { kind: 'system' },
    requestId: 'test',
    ...proposal,
  };
};
