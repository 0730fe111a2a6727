export * from './attributes.js';
export * from './schema/definition.js';
export * from './scim-error.js';
export * from './settings/descriptions.js';
export * from './settings/presets.js';
export * from './settings/read-settings.js';
export * from './settings/settings.js';
