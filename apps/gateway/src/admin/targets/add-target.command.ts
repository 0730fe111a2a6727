import type { AddTargetDto } from './targets.dto.js';

export class AddTarget {
  constructor(
    readonly target: AddTargetDto,
    readonly requestId: string,
  ) {}
}
