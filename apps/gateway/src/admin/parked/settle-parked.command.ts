import type { AggregateRef } from '#journal';

export class SettleParked {
  constructor(
    /** Id or name, as it came from the address. */
    readonly directory: string,
    readonly aggregate: AggregateRef,
    /** As it came from the address: `release` or `skip`. */
    readonly action: string,
    readonly requestId: string,
  ) {}
}
