import type { DirectoryCommand } from '#domain';

/** Any change of an existing directory; `reference` is its id or name. */
export class ChangeDirectory {
  constructor(
    readonly reference: string,
    readonly change: Exclude<DirectoryCommand, { kind: 'create' }>,
    readonly requestId: string,
  ) {}
}
