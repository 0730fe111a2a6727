export * from './schema/core.js';
export * from './schema/generation.js';
