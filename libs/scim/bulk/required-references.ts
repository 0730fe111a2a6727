import { isObject } from '../json/json-value.js';
import type { AttributeDefinition } from '../schema/definition.js';
import type { BulkOperation } from './bulk-operation.js';
import { bulkIdsIn } from './bulk-references.js';

/** The bulkIds that stand in required attributes: without them the resource cannot be made. */
export const requiredReferences = ({ resourceType, data }: BulkOperation): ReadonlySet<string> => {
  const found = requiredIn(data, resourceType.schema.attributes);
  const parts = isObject(data) ? Object.entries(data) : [];
  for (const { schema } of resourceType.extensions) {
    const part = parts.find(([name]) => name.toLowerCase() === schema.id.toLowerCase());
    for (const bulkId of requiredIn(part?.[1], schema.attributes)) found.add(bulkId);
  }
  return found;
};

const requiredIn = (object: unknown, attributes: readonly AttributeDefinition[]): Set<string> => {
  if (!isObject(object)) return new Set();
  const required = new Set(attributes.filter((one) => one.required).map(({ name }) => name.toLowerCase()));
  const values = Object.entries(object).filter(([name]) => required.has(name.toLowerCase()));
  return new Set(bulkIdsIn(values.map(([, value]) => value)));
};
