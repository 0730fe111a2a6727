import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type MakeContext, segment } from '../context.js';
import { Failure } from '../failure.js';

type Schema = {
  readonly id: string;
  readonly revision: number;
  readonly extends: readonly { readonly resourceType: string; readonly required: boolean }[];
};
type ResourceType = {
  readonly name: string;
  readonly revision: number;
  readonly document: { readonly endpoint: string; readonly schema: string };
};
type Document = Record<string, unknown>;

const readDocument = async (file: string): Promise<Document> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`${file} cannot be read (${error.code}).`);
  });
  try {
    return JSON.parse(text) as Document;
  } catch {
    throw new Failure(`${file} is not JSON.`);
  }
};

const named = (document: Document, member: string, file: string): string => {
  const name = document[member];
  if (typeof name !== 'string' || name === '') throw new Failure(`${file} has no "${member}".`);
  return name;
};

/** `User` or `User:required`. */
const parseOwner = (text: string): { resourceType: string; required: boolean } => {
  const [resourceType = '', mark] = text.split(':');
  return { resourceType, required: mark === 'required' };
};

export const schemasCommand = (program: Command, context: MakeContext): void => {
  const schemas = program.command('schemas').description('schemas of a directory’s own, documents of RFC 7643 §7 form');

  schemas
    .command('list <directory>')
    .description('list the schemas a directory adds')
    .action(async (directory: string) => {
      const { admin, output } = await context();
      const { schemas: rows } = await admin.call<{ schemas: Schema[] }>(
        'GET',
        `/directories/${segment(directory)}/schemas`,
      );
      output.table(
        rows,
        {
          id: (row) => row.id,
          revision: (row) => row.revision,
          extends: (row) =>
            row.extends.map((owner) => `${owner.resourceType}${owner.required ? ' (required)' : ''}`).join(', '),
        },
        'The directory has the schemas of the RFC only.',
      );
    });

  schemas
    .command('put <directory> <file>')
    .description('add or change a schema; refused when existing data would not fit')
    .option('--extends <types...>', 'resource types it extends, for example User or User:required')
    .action(async (directory: string, file: string, given: { extends?: string[] }) => {
      const document = await readDocument(file);
      const { admin, output } = await context();
      const path = `/directories/${segment(directory)}/schemas/${segment(named(document, 'id', file))}`;
      const put = await admin.call<Schema>('PUT', path, { document, extends: (given.extends ?? []).map(parseOwner) });
      output.value(put, ({ id, revision }) => `Schema ${id} is in place, revision ${revision}.`);
    });

  schemas
    .command('remove <directory> <urn>')
    .description('remove a schema; refused while a resource uses it')
    .action(async (directory: string, urn: string) => {
      const { admin, output } = await context();
      await admin.call('DELETE', `/directories/${segment(directory)}/schemas/${segment(urn)}`);
      output.value({ id: urn, state: 'removed' }, () => `Schema ${urn} is removed.`);
    });

  const types = program
    .command('resource-types')
    .description('resource types of a directory’s own, documents of RFC 7643 §6 form');

  types
    .command('list <directory>')
    .description('list the resource types a directory adds')
    .action(async (directory: string) => {
      const { admin, output } = await context();
      const path = `/directories/${segment(directory)}/resource-types`;
      const { resourceTypes } = await admin.call<{ resourceTypes: ResourceType[] }>('GET', path);
      output.table(
        resourceTypes,
        {
          name: (row) => row.name,
          endpoint: (row) => row.document.endpoint,
          schema: (row) => row.document.schema,
          revision: (row) => row.revision,
        },
        'The directory has users and groups only.',
      );
    });

  types
    .command('put <directory> <file>')
    .description('add or change a resource type; its schema must be there')
    .action(async (directory: string, file: string) => {
      const document = await readDocument(file);
      const { admin, output } = await context();
      const path = `/directories/${segment(directory)}/resource-types/${segment(named(document, 'name', file))}`;
      const put = await admin.call<ResourceType>('PUT', path, { document });
      output.value(put, ({ name, revision }) => `Resource type ${name} is in place, revision ${revision}.`);
    });

  types
    .command('remove <directory> <name>')
    .description('remove a resource type; refused while there are resources of it')
    .action(async (directory: string, name: string) => {
      const { admin, output } = await context();
      await admin.call('DELETE', `/directories/${segment(directory)}/resource-types/${segment(name)}`);
      output.value({ name, state: 'removed' }, () => `Resource type ${name} is removed.`);
    });
};
