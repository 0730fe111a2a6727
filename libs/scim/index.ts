export * from './attributes.js';
export * from './schema/definition.js';
export * from './scim-error.js';
