import type { DirectoryCommand } from '#domain';

export type SchemaChange = Extract<
  DirectoryCommand,
  { readonly kind: 'put-schema' | 'remove-schema' | 'put-resource-type' | 'remove-resource-type' }
>;

/** A change of a directory's own schemas and resource types; `reference` is the directory's id or name. */
export class ChangeSchemas {
  constructor(
    readonly reference: string,
    readonly change: SchemaChange,
    readonly requestId: string,
  ) {}
}
