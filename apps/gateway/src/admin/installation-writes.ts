import { type Accepted, type Decision } from '#domain';
import { INSTALLATION } from '#journal';
import { newId } from '#runtime';
import type { Problem } from '../http/send.js';
import type { Proposing } from '../proposing/proposing.js';
import type { DirectoryIndex } from '../tokens/directory-index.js';
import { problemOfRejection, problemOfSettlement } from './problem.js';

const ATTEMPTS = 20;

export type InstallationChange = {
  readonly aggregate: { readonly type: 'Directory' | 'Target'; readonly id: string };
  readonly requestId: string;
  /** Reads the state anew and decides; asked again when the state has moved on meanwhile. */
  readonly decide: () => Promise<Decision>;
};

export type Applied = { readonly kind: 'applied' };

/** Changes of directories and targets: proposals like every other, journalled under the installation itself. */
export class InstallationWrites {
  constructor(private readonly parts: { readonly proposing: Proposing; readonly directories: DirectoryIndex }) {}

  /** Resolves once this gateway acts on the change; the others follow within a second. */
  async apply(change: InstallationChange): Promise<Applied | Problem> {
    const what = change.aggregate.type.toLowerCase();
    for (let attempt = 1; ; attempt += 1) {
      const decision = await change.decide();
      if (decision.kind === 'unchanged') return { kind: 'applied' };
      if (decision.kind === 'rejected') return problemOfRejection(decision, what);
      const settlement = await this.#propose(change, decision);
      if (settlement.kind === 'accepted') break;
      const isLost = settlement.kind === 'void' && settlement.reason === 'version';
      if (!isLost || attempt >= ATTEMPTS) return problemOfSettlement(settlement, what);
    }
    await this.parts.directories.refresh();
    return { kind: 'applied' };
  }

  #propose({ aggregate, requestId }: InstallationChange, decision: Accepted) {
    return this.parts.proposing.propose({
      commandId: newId(),
      directoryId: INSTALLATION,
      aggregate,
      decision,
      actor: { kind: 'admin' },
      requestId,
    });
  }
}
