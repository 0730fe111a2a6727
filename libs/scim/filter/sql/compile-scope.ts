import type { ResourceType } from '../../schema/definition.js';

export type CompileOptions = {
  /** The alias of the resource table in the query around. */
  readonly alias: string;
  /** The generation's schema, for example `rm_1`. */
  readonly schema: string;
  /** The number of the first placeholder to use; 1 when the filter's values come first. */
  readonly firstParameter: number;
  /** Bound when given; otherwise the row's own directory is used, which costs `groups` filters dearly. */
  readonly directoryId?: string;
  /** What `meta.location` and `$ref` begin with, without a slash at the end. */
  readonly locationPrefix?: string;
};

export type ParameterType = 'text' | 'numeric' | 'uuid' | 'bigint';

/** What every part of one compilation shares. */
export type CompileScope = {
  readonly resourceType: ResourceType;
  readonly row: string;
  readonly schema: string;
  readonly locationPrefix: string;
  /** Adds a value and gives its placeholder, with the type cast on. */
  readonly bind: (value: string, type: ParameterType) => string;
  /** The directory, as an expression. */
  readonly directory: () => string;
};

export const compileScope = (
  resourceType: ResourceType,
  options: CompileOptions,
): { readonly scope: CompileScope; readonly values: readonly string[] } => {
  const values: string[] = [];
  const bind = (value: string, type: ParameterType): string =>
    `$${options.firstParameter - 1 + values.push(value)}::${type}`;
  let directory: string | undefined;
  const scope: CompileScope = {
    resourceType,
    row: options.alias,
    schema: options.schema,
    locationPrefix: options.locationPrefix ?? '',
    bind,
    directory: () => {
      directory ??=
        options.directoryId === undefined ? `${options.alias}.directory_id` : bind(options.directoryId, 'uuid');
      return directory;
    },
  };
  return { scope, values };
};
