import type { Attributes } from '#scim';
import type { Decision, Rejection } from '../decision.js';
import type { DomainEvent } from '../event.js';
import { invalid, overLimit } from '../rejections.js';
import { isSameJson } from '../same-json.js';
import { jsonProblem } from '../text-rules.js';
import type { DirectoryCommand } from './commands.js';
import type { CustomSchemas, LiveDirectory } from './state.js';

export const MAX_CUSTOM_SCHEMAS = 50;
export const MAX_CUSTOM_RESOURCE_TYPES = 20;
const URN = /^urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[A-Za-z0-9:._-]{1,200}$/i;
const BUILT_IN_URN = /^urn:ietf:params:scim:(schemas:(core|extension:enterprise):2\.0|api:)/i;
const TYPE_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/;
const BUILT_IN_TYPES: ReadonlySet<string> = new Set(['User', 'Group', 'Directory', 'Target']);

export type SchemaCommand = Extract<
  DirectoryCommand,
  { readonly kind: 'put-schema' | 'remove-schema' | 'put-resource-type' | 'remove-resource-type' }
>;

export const decideSchemas = (state: LiveDirectory, command: SchemaCommand): Decision => {
  switch (command.kind) {
    case 'put-schema':
      return putSchema(state, command);
    case 'remove-schema':
      return removeSchema(state, command.id);
    case 'put-resource-type':
      return putResourceType(state, command.name, command.document);
    case 'remove-resource-type':
      return removeResourceType(state, command.name);
  }
};

const putSchema = (state: LiveDirectory, command: Extract<SchemaCommand, { kind: 'put-schema' }>): Decision => {
  const { id, document, extends: owners } = command;
  const { schemas, resourceTypes } = state.custom;
  if (!URN.test(id)) return invalid('id', 'must be a URN, such as urn:example:params:scim:schemas:badge:1.0');
  if (BUILT_IN_URN.test(id)) return invalid('id', 'belongs to a schema that cannot be changed');
  const clash = Object.keys(schemas).find((other) => other !== id && other.toLowerCase() === id.toLowerCase());
  if (clash !== undefined) return invalid('id', `differs only by case from ${clash}`);
  const isKnown = (name: string): boolean => name === 'User' || name === 'Group' || Object.hasOwn(resourceTypes, name);
  const stranger = owners.find(({ resourceType }) => !isKnown(resourceType));
  if (stranger) return invalid('extends', `there is no resource type ${stranger.resourceType}`);
  const before = Object.hasOwn(schemas, id) ? schemas[id] : undefined;
  if (!before && Object.keys(schemas).length >= MAX_CUSTOM_SCHEMAS) {
    return overLimit('schemas', `a directory has no more than ${MAX_CUSTOM_SCHEMAS}`);
  }
  if (before && isSameJson([before.document, before.extends], [document, owners])) return { kind: 'unchanged' };
  const revision = (before?.revision ?? 0) + 1;
  return (
    jsonProblem('document', document) ??
    changed(state, { type: 'directory.schema_put', v: 1, data: { id, document, extends: owners, revision } })
  );
};

const removeSchema = (state: LiveDirectory, id: string): Decision => {
  if (!Object.hasOwn(state.custom.schemas, id)) return invalid('id', 'there is no such schema');
  const user = userOf(state.custom, id);
  if (user !== undefined) return invalid('id', `the resource type ${user} is made of it`);
  return changed(state, { type: 'directory.schema_removed', v: 1, data: { id } });
};

const userOf = ({ resourceTypes }: CustomSchemas, id: string): string | undefined =>
  Object.entries(resourceTypes).find(
    ([, { document }]) => String(document['schema']).toLowerCase() === id.toLowerCase(),
  )?.[0];

const putResourceType = (state: LiveDirectory, name: string, document: Attributes): Decision => {
  const { schemas, resourceTypes } = state.custom;
  if (!TYPE_NAME.test(name)) return invalid('name', 'must be 1 to 60 letters, digits, - or _, a letter first');
  if (BUILT_IN_TYPES.has(name)) return invalid('name', 'belongs to a resource type that cannot be changed');
  const problem = endpointProblem(state.custom, name, document['endpoint']);
  if (problem) return problem;
  const schema = String(document['schema']).toLowerCase();
  if (!Object.keys(schemas).some((id) => id.toLowerCase() === schema)) {
    return invalid('schema', 'must be the id of a schema of this directory');
  }
  const before = Object.hasOwn(resourceTypes, name) ? resourceTypes[name] : undefined;
  if (!before && Object.keys(resourceTypes).length >= MAX_CUSTOM_RESOURCE_TYPES) {
    return overLimit('resourceTypes', `a directory has no more than ${MAX_CUSTOM_RESOURCE_TYPES}`);
  }
  if (before && isSameJson(before.document, document)) return { kind: 'unchanged' };
  const revision = (before?.revision ?? 0) + 1;
  return (
    jsonProblem('document', document) ??
    changed(state, { type: 'directory.resource_type_put', v: 1, data: { name, document, revision } })
  );
};

const TAKEN_ENDPOINTS: ReadonlySet<string> = new Set(
  ['/Users', '/Groups', '/Me', '/Bulk', '/Schemas', '/ResourceTypes', '/ServiceProviderConfig'].map((endpoint) =>
    endpoint.toLowerCase(),
  ),
);

const endpointProblem = (custom: CustomSchemas, name: string, endpoint: unknown): Rejection | undefined => {
  if (typeof endpoint !== 'string' || !/^\/[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(endpoint)) {
    return invalid('endpoint', 'must be one path segment with a leading slash, such as /Devices');
  }
  const isTaken = Object.entries(custom.resourceTypes).some(
    ([other, { document }]) => other !== name && String(document['endpoint']).toLowerCase() === endpoint.toLowerCase(),
  );
  return isTaken || TAKEN_ENDPOINTS.has(endpoint.toLowerCase()) ? invalid('endpoint', 'is taken') : undefined;
};

const removeResourceType = (state: LiveDirectory, name: string): Decision => {
  if (!Object.hasOwn(state.custom.resourceTypes, name)) return invalid('name', 'there is no such resource type');
  const extension = Object.entries(state.custom.schemas).find(([, schema]) =>
    schema.extends.some(({ resourceType }) => resourceType === name),
  );
  if (extension) return invalid('name', `the schema ${extension[0]} extends it`);
  return changed(state, { type: 'directory.resource_type_removed', v: 1, data: { name } });
};

const changed = (state: LiveDirectory, event: DomainEvent): Decision => ({
  kind: 'accepted',
  events: [event],
  expect: { is: 'version', version: state.version },
});
