import type { AggregateRef } from '#journal';

export class SettleParked {
  constructor(
    readonly directoryId: string,
    readonly aggregate: AggregateRef,
    /** As it came from the address: `release` or `skip`. */
    readonly action: string,
    readonly requestId: string,
  ) {}
}
