import type { Statement } from '#persistence';

/** One number that moves with every change of any directory. */
export const sumOfDirectoryVersions = (schema: string): Statement => ({
  name: `${schema}_sum_of_directory_versions`,
  text: `select coalesce(sum(version), 0)::float8 as versions from ${schema}.directory`,
});

export type VersionsRow = { readonly versions: number };
