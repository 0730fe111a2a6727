import type { ChangeTargetDto } from './targets.dto.js';

export type TargetOrder = { readonly kind: 'pause' | 'resume' | 'resync' | 'remove' };
export type TargetChange = { readonly kind: 'change'; readonly to: ChangeTargetDto };

/** `reference` is the target's id or name. */
export class ChangeTarget {
  constructor(
    readonly reference: string,
    readonly change: TargetOrder | TargetChange,
    readonly requestId: string,
  ) {}
}
