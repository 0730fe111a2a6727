import { type CustomSchemas, noCustomSchemas } from '#domain';
import type { StoredDirectory } from '#read-model';

export const customSchemasOf = ({ schemas }: StoredDirectory): CustomSchemas => ({
  ...noCustomSchemas,
  ...(schemas as Partial<CustomSchemas>),
});

/** A schema of a directory's own, with the document as it was put; `revision` counts its changes from 1. */
export const schemaView = (row: StoredDirectory, id: string): object | undefined => {
  const { schemas } = customSchemasOf(row);
  return Object.hasOwn(schemas, id) ? { id, ...schemas[id] } : undefined;
};

export const resourceTypeView = (row: StoredDirectory, name: string): object | undefined => {
  const { resourceTypes } = customSchemasOf(row);
  return Object.hasOwn(resourceTypes, name) ? { name, ...resourceTypes[name] } : undefined;
};
